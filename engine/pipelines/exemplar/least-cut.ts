// Splits a grid in two where it costs least: every cell is pulled to one side or the other, and a boundary between two cells
// costs what the two would show there.
// Maximum flow by blocking flows: Dinic, Algorithm for solution of a problem of maximum flow in a network (1970); what is
// reached at the end is one side of the least cut.

export interface CutProblem {
  readonly columns: number;
  readonly rows: number;
  /** For each cell, how strongly it is wanted on the first side; negative for the second. */
  readonly pull: Float32Array;
  /** For each cell, what a boundary between it and its right neighbour costs, and its lower one. */
  readonly across: Float32Array;
  readonly down: Float32Array;
}

/** Less than this is rounding, not capacity. */
const nothing = 1e-6;

/** @returns u8[rows * columns]: 1 on the first side, 0 on the second */
export function leastCut({ columns, rows, pull, across, down }: CutProblem): Uint8Array {
  const cells = columns * rows;
  const fromSource = pull.map((value) => Math.max(0, value));
  const toSink = pull.map((value) => Math.max(0, -value));
  // Residual capacities to the right, left, lower and upper neighbour, one after the other.
  const steps = [1, -1, columns, -columns];
  const ways = steps.length;
  const residual = new Float32Array(ways * cells);
  for (let cell = 0; cell < cells; cell++) {
    if (cell % columns < columns - 1) {
      residual[cell] = across[cell] ?? 0;
      residual[cells + cell + 1] = across[cell] ?? 0;
    }
    if (cell + columns < cells) {
      residual[2 * cells + cell] = down[cell] ?? 0;
      residual[3 * cells + cell + columns] = down[cell] ?? 0;
    }
  }
  const level = new Int32Array(cells);
  const next = new Uint8Array(cells);
  const queue = new Int32Array(cells);

  /** Distances from the source through what is left; false when no way to the sink is left. */
  function reach(): boolean {
    level.fill(-1);
    let filled = 0;
    let arrives = false;
    for (let cell = 0; cell < cells; cell++) {
      if ((fromSource[cell] ?? 0) <= nothing) continue;
      level[cell] = 0;
      queue[filled++] = cell;
    }
    for (let at = 0; at < filled; at++) {
      const cell = queue[at] ?? 0;
      if ((toSink[cell] ?? 0) > nothing) arrives = true;
      for (let way = 0; way < ways; way++) {
        const beside = cell + (steps[way] ?? 0);
        if ((residual[way * cells + cell] ?? 0) <= nothing || level[beside] !== -1) continue;
        level[beside] = (level[cell] ?? 0) + 1;
        queue[filled++] = beside;
      }
    }
    return arrives;
  }

  function send(cell: number, most: number): number {
    const out = Math.min(most, toSink[cell] ?? 0);
    if (out > nothing) {
      toSink[cell] = (toSink[cell] ?? 0) - out;
      return out;
    }
    for (let way = next[cell] ?? 0; way < ways; way++) {
      next[cell] = way;
      const beside = cell + (steps[way] ?? 0);
      const free = residual[way * cells + cell] ?? 0;
      if (free <= nothing || level[beside] !== (level[cell] ?? 0) + 1) continue;
      const sent = send(beside, Math.min(most, free));
      if (sent <= nothing) continue;
      residual[way * cells + cell] = free - sent;
      const back = (way ^ 1) * cells + beside;
      residual[back] = (residual[back] ?? 0) + sent;
      return sent;
    }
    next[cell] = ways;
    return 0;
  }

  while (reach()) {
    next.fill(0);
    for (let cell = 0; cell < cells; cell++) {
      while ((fromSource[cell] ?? 0) > nothing) {
        const sent = send(cell, fromSource[cell] ?? 0);
        if (sent <= nothing) break;
        fromSource[cell] = (fromSource[cell] ?? 0) - sent;
      }
    }
  }
  return Uint8Array.from(level, (distance) => (distance >= 0 ? 1 : 0));
}
