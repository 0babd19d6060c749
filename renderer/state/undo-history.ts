// Steps back and forth through the states of anything: pure, so that what undo brings back is what was there.

/** More than anyone walks back; each step holds one state, most of which they share. */
const stepsMax = 200;

export interface UndoHistory<State> {
  readonly past: readonly State[];
  readonly present: State;
  readonly future: readonly State[];
}

export function newHistory<State>(present: State): UndoHistory<State> {
  return { past: [], present, future: [] };
}

export function withStep<State>({ past, present }: UndoHistory<State>, next: State): UndoHistory<State> {
  return { past: [...past, present].slice(-stepsMax), present: next, future: [] };
}

/** Replaces the newest state, so that what goes on for a while is one step. */
export function withoutStep<State>({ past }: UndoHistory<State>, next: State): UndoHistory<State> {
  return { past, present: next, future: [] };
}

export function undone<State>(history: UndoHistory<State>): UndoHistory<State> {
  const { past, present, future } = history;
  const before = past.at(-1);
  return before === undefined ? history : { past: past.slice(0, -1), present: before, future: [present, ...future] };
}

export function redone<State>(history: UndoHistory<State>): UndoHistory<State> {
  const { past, present, future } = history;
  const [after, ...rest] = future;
  return after === undefined ? history : { past: [...past, present], present: after, future: rest };
}
