// Fields of small displacements over a drawing's ink, and the drawing seen through one.

import type { Drawing } from './composition.ts';

/** How far each cell of the ink's box is fetched from, in cells. */
export interface BendingField {
  readonly cells: number;
  readonly dx: Float32Array;
  readonly dy: Float32Array;
}

/** Bilinear, the border repeated outwards. Bare arguments, because this runs some million times a picture. */
export function sampleField(grid: Float32Array, plane: number, cells: number, x: number, y: number): number {
  const insideX = Math.max(0, Math.min(cells - 1, x));
  const insideY = Math.max(0, Math.min(cells - 1, y));
  const left = Math.floor(insideX);
  const top = Math.floor(insideY);
  const right = Math.min(cells - 1, left + 1);
  const across = insideX - left;
  const along = insideY - top;
  const upper = plane + top * cells;
  const lower = plane + Math.min(cells - 1, top + 1) * cells;
  return (
    ((grid[upper + left] ?? 0) * (1 - across) + (grid[upper + right] ?? 0) * across) * (1 - along) +
    ((grid[lower + left] ?? 0) * (1 - across) + (grid[lower + right] ?? 0) * across) * along
  );
}

/** One 1-2-1 pass along rows and columns, in place. */
export function smoothField(grid: Float32Array, cells: number): void {
  for (let y = 0; y < cells; y++) {
    let previous = grid[y * cells] ?? 0;
    for (let x = 0; x < cells; x++) {
      const cell = y * cells + x;
      const own = grid[cell] ?? 0;
      grid[cell] = (previous + 2 * own + (x === cells - 1 ? own : (grid[cell + 1] ?? 0))) / 4;
      previous = own;
    }
  }
  for (let x = 0; x < cells; x++) {
    let previous = grid[x] ?? 0;
    for (let y = 0; y < cells; y++) {
      const cell = y * cells + x;
      const own = grid[cell] ?? 0;
      grid[cell] = (previous + 2 * own + (y === cells - 1 ? own : (grid[cell + cells] ?? 0))) / 4;
      previous = own;
    }
  }
}

export function enlargeField(field: BendingField, cells: number): BendingField {
  const scale = field.cells / cells;
  const grow = (grid: Float32Array) =>
    Float32Array.from({ length: cells * cells }, (_, cell) => {
      const x = ((cell % cells) + 0.5) * scale - 0.5;
      const y = (Math.floor(cell / cells) + 0.5) * scale - 0.5;
      return sampleField(grid, 0, field.cells, x, y) / scale;
    });
  return { cells, dx: grow(field.dx), dy: grow(field.dy) };
}

/** Samples the ink in premultiplied alpha, so that clear pixels lend no colour to the rim; past its box all is clear. */
export function bend({ picture, ink }: Drawing, { cells, dx, dy }: BendingField): Drawing {
  const from = picture.data;
  const data = new Uint8Array(from.length);
  const unitX = ink.width / cells;
  const unitY = ink.height / cells;
  for (let y = 0; y < ink.height; y++) {
    for (let x = 0; x < ink.width; x++) {
      const cellX = (x + 0.5) / unitX - 0.5;
      const cellY = (y + 0.5) / unitY - 0.5;
      const fromX = x + sampleField(dx, 0, cells, cellX, cellY) * unitX;
      const fromY = y + sampleField(dy, 0, cells, cellX, cellY) * unitY;
      const left = Math.floor(fromX);
      const top = Math.floor(fromY);
      let red = 0;
      let green = 0;
      let blue = 0;
      let alpha = 0;
      for (let corner = 0; corner < 4; corner++) {
        const column = left + (corner & 1);
        const row = top + (corner >> 1);
        if (column < 0 || row < 0 || column >= ink.width || row >= ink.height) continue;
        const at = ((ink.top + row) * picture.width + ink.left + column) * 4;
        const share = (1 - Math.abs(fromX - column)) * (1 - Math.abs(fromY - row)) * (from[at + 3] ?? 0);
        red += share * (from[at] ?? 0);
        green += share * (from[at + 1] ?? 0);
        blue += share * (from[at + 2] ?? 0);
        alpha += share;
      }
      if (alpha === 0) continue;
      const to = ((ink.top + y) * picture.width + ink.left + x) * 4;
      data[to] = Math.round(red / alpha);
      data[to + 1] = Math.round(green / alpha);
      data[to + 2] = Math.round(blue / alpha);
      data[to + 3] = Math.round(alpha);
    }
  }
  return { picture: { ...picture, data }, ink };
}
