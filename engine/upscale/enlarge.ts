// Enlarges a picture by a network, tile by tile: exactly what the network would make of the whole, in memory that does not grow with it.

import { planTiles, type TileSpan } from './tile-plan.ts';
import type { Pixels, UpscaleGraph } from './upscale-graph.ts';

/** Side of a tile in pixels of the source: its activations stay well below the gigabyte at which some hosts die. */
const tileSide = 192;
/** For networks that see the whole picture no overlap is exact; this much hides the seams. */
const globalLocality = { radius: 32, multiple: 8 };

interface TileAxis {
  /** Of every tile. */
  readonly length: number;
  readonly spans: readonly TileSpan[];
}

export interface Tiling {
  readonly columns: TileAxis;
  readonly rows: TileAxis;
}

/**
 * How the picture is cut for this network. Around the picture its last pixels go on as far as the network sees: left to itself, it takes the
 * nothing there for black and darkens every edge. Spans are of the picture, so those at an edge start before it.
 */
export function tilingFor(graph: UpscaleGraph, size: { readonly width: number; readonly height: number }): Tiling {
  const { radius: least, multiple } = graph.locality ?? globalLocality;
  const up = (length: number) => Math.ceil(length / multiple) * multiple;
  const radius = up(least);
  const tile = graph.fixedSide ?? Math.max(up(tileSide), 4 * radius);
  const spansOf = (side: number): TileAxis => {
    const framed = Math.max(up(side + 2 * radius), graph.fixedSide ?? 0);
    const spans = planTiles({ side: framed, tile, radius }).map(({ start, from, to }) => ({
      start: start - radius,
      from: Math.max(from - radius, 0),
      to: Math.min(to - radius, side),
    }));
    return { length: Math.min(tile, framed), spans: spans.filter(({ from, to }) => from < to) };
  };
  return { columns: spansOf(size.width), rows: spansOf(size.height) };
}

/**
 * @param onStrip is awaited for each strip of the result, from the top: u8[rows, factor * width, 3], its owner's only until it returns
 * @param onTile is awaited after each run of the network
 */
export async function enlarge(
  picture: Pixels,
  options: {
    readonly graph: UpscaleGraph;
    readonly factor: number;
    readonly onTile: () => Promise<void>;
    readonly onStrip: (strip: Uint8Array) => Promise<void>;
  },
): Promise<void> {
  const { graph, factor } = options;
  const { columns, rows } = tilingFor(graph, picture);
  const rowBytes = picture.width * factor * 3;
  for (const row of rows.spans) {
    const strip = new Uint8Array((row.to - row.from) * factor * rowBytes);
    for (const column of columns.spans) {
      const cut = cutTile(picture, { x: column.start, y: row.start, width: columns.length, height: rows.length });
      pasteTile(await graph.run(cut), { column, row, factor, into: strip, rowBytes });
      await options.onTile();
    }
    await options.onStrip(strip);
  }
}

/** Outside the picture its nearest pixel goes on. */
function cutTile(picture: Pixels, box: { x: number; y: number; width: number; height: number }): Pixels {
  const { data, width, height } = picture;
  const cut = new Uint8Array(box.width * box.height * 3);
  const within = (value: number, end: number) => Math.min(Math.max(value, 0), end - 1);
  const first = within(box.x, width);
  const last = within(box.x + box.width - 1, width);
  for (let y = 0; y < box.height; y += 1) {
    const line = within(box.y + y, height) * width;
    const to = y * box.width * 3;
    cut.set(data.subarray((line + first) * 3, (line + last + 1) * 3), to + (first - box.x) * 3);
    for (let x = box.x; x < first; x += 1)
      cut.copyWithin(to + (x - box.x) * 3, to + (first - box.x) * 3, to + (first - box.x) * 3 + 3);
    for (let x = last + 1; x < box.x + box.width; x += 1) {
      cut.copyWithin(to + (x - box.x) * 3, to + (last - box.x) * 3, to + (last - box.x) * 3 + 3);
    }
  }
  return { data: cut, width: box.width, height: box.height };
}

function pasteTile(
  enlarged: Pixels,
  place: { column: TileSpan; row: TileSpan; factor: number; into: Uint8Array; rowBytes: number },
): void {
  const { column, row, factor, into, rowBytes } = place;
  const left = column.from * factor * 3;
  const bytes = (column.to - column.from) * factor * 3;
  const lines = into.length / rowBytes;
  for (let line = 0; line < lines; line += 1) {
    const y = line + (row.from - row.start) * factor;
    const from = (y * enlarged.width + (column.from - column.start) * factor) * 3;
    into.set(enlarged.data.subarray(from, from + bytes), line * rowBytes + left);
  }
}
