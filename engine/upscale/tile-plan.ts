// Cuts a side into tiles of one length that overlap enough to be exactly the whole.

export interface TileSpan {
  /** Where the tile starts, and the part of the side it answers for: all in pixels of the source. */
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Every pixel is answered for by exactly one tile, and lies `radius` away from each end of its tile, except where the picture itself ends.
 * @param tile length of each tile; must be more than twice the radius unless the side is no longer than a tile
 */
export function planTiles(options: {
  readonly side: number;
  readonly tile: number;
  readonly radius: number;
}): readonly TileSpan[] {
  const { side, tile, radius } = options;
  if (side <= tile) return [{ start: 0, from: 0, to: side }];
  if (tile <= 2 * radius) throw new RangeError(`tiles of ${tile} cannot overlap by ${radius} on both sides`);
  const spans: TileSpan[] = [];
  let from = 0;
  while (from < side) {
    // The last tile moves inwards, so that all have one length and the runtime one set of buffers.
    const start = Math.min(Math.max(from - radius, 0), side - tile);
    const to = start + tile === side ? side : start + tile - radius;
    spans.push({ start, from, to });
    from = to;
  }
  return spans;
}
