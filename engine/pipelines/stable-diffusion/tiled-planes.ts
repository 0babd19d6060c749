// A picture through an autoencoder in overlapping tiles, put together again without seams.
//
// Tiles overlap by a quarter. What lies near a tile's own edge was computed without its surroundings and is thrown away;
// over the rest of the overlap one tile fades into the next.

export interface Span {
  readonly start: number;
  /** One weight for each place of the tile; the weights of all tiles over a place sum up to one. */
  readonly weights: Float32Array;
}

export interface Plane {
  readonly width: number;
  readonly height: number;
}

/** Parts of a tile: what overlaps at least, and how much of each edge is thrown away. */
const overlapShare = 1 / 4;
const edgeShare = 1 / 16;

/**
 * Tiles of one length over one side, spread evenly.
 * @param options.grain pixels per place: tiles begin and weights are given in pixels, `side` and `tile` are places
 */
export function planSpans({ side, tile, grain }: { side: number; tile: number; grain: number }): readonly Span[] {
  const length = Math.min(side, tile);
  const overlap = tile * overlapShare;
  const count = side <= tile ? 1 : Math.ceil((side - overlap) / (tile - overlap));
  const starts = Array.from({ length: count }, (_, at) =>
    count === 1 ? 0 : Math.round((at * (side - tile)) / (count - 1)),
  );
  const ramps = starts.map((start, at) => {
    const first = at === 0 ? 0 : (starts[at - 1] ?? 0) + tile - start;
    const last = at === count - 1 ? 0 : start + tile - (starts[at + 1] ?? 0);
    return ramp({ length: length * grain, first: first * grain, last: last * grain, edge: tile * edgeShare * grain });
  });
  const sums = new Float64Array(side * grain);
  for (const [at, weights] of ramps.entries()) {
    for (const [place, weight] of weights.entries()) addAt(sums, (starts[at] ?? 0) * grain + place, weight);
  }
  return ramps.map((weights, at) => {
    const start = (starts[at] ?? 0) * grain;
    return { start, weights: weights.map((weight, place) => weight / (sums[start + place] ?? 1)) };
  });
}

/** One, falling to nothing over the overlap with a neighbour, and nothing at all at the very edge to it. */
function ramp(options: { length: number; first: number; last: number; edge: number }): Float32Array {
  const { length, first, last, edge } = options;
  const side = (distance: number, overlap: number) =>
    overlap === 0 ? 1 : Math.min(1, Math.max(0, (distance + 0.5 - edge) / (overlap - 2 * edge)));
  return Float32Array.from({ length }, (_, at) => side(at, first) * side(length - 1 - at, last));
}

/**
 * Draws every tile and lays them over each other.
 * @param options.whole the size of the result; `tile` of it is drawn at a time, both in places of `grain` pixels
 * @param options.draw f32[channels, height, width] of the tile that begins there, all in pixels of the result
 */
export async function blendTiles(options: {
  readonly whole: Plane;
  readonly channels: number;
  readonly tile: number;
  readonly grain: number;
  readonly draw: (at: { readonly x: number; readonly y: number } & Plane) => Promise<Float32Array>;
}): Promise<Float32Array> {
  const { whole, channels, tile, grain } = options;
  const columns = planSpans({ side: whole.width, tile, grain });
  const rows = planSpans({ side: whole.height, tile, grain });
  const size = { width: whole.width * grain, height: whole.height * grain };
  const blended = new Float32Array(channels * size.width * size.height);
  for (const row of rows) {
    for (const column of columns) {
      const part = { x: column.start, y: row.start, width: column.weights.length, height: row.weights.length };
      const drawn = await options.draw(part);
      for (let channel = 0; channel < channels; channel += 1) {
        for (const [y, rowWeight] of row.weights.entries()) {
          const from = (channel * part.height + y) * part.width;
          const to = (channel * size.height + part.y + y) * size.width + part.x;
          for (const [x, weight] of column.weights.entries()) {
            // A place that counts for nothing may hold anything, and nothing times infinity is no number.
            if (rowWeight * weight > 0) addAt(blended, to + x, (drawn[from + x] ?? 0) * rowWeight * weight);
          }
        }
      }
    }
  }
  return blended;
}

/** f32[channels, part] cut out of f32[channels, whole]. */
export function cutOut(
  planes: Float32Array,
  whole: Plane & { readonly channels: number },
  part: { readonly x: number; readonly y: number } & Plane,
): Float32Array {
  const cut = new Float32Array(whole.channels * part.width * part.height);
  for (let channel = 0; channel < whole.channels; channel += 1) {
    for (let y = 0; y < part.height; y += 1) {
      const from = (channel * whole.height + part.y + y) * whole.width + part.x;
      cut.set(planes.subarray(from, from + part.width), (channel * part.height + y) * part.width);
    }
  }
  return cut;
}

function addAt(values: Float32Array | Float64Array, at: number, value: number): void {
  values[at] = (values[at] ?? 0) + value;
}
