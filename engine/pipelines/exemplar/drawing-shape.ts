// What two drawings must share to be mixed: their outlines, laid over each other, and what is light, dark and coloured
// inside. Measured over the box of the ink, so that place and size on the sheet do not count.

import type { Drawing } from './composition.ts';

/** Cells per side of the grid on which likeness is told. */
const cells = 24;
/** Ink, light, red against green, yellow against blue. */
export const shapeChannels = 4;

/** f32[shapeChannels, cells, cells]; every channel but the first is weighted by the ink it comes from. */
export type ShapeGrid = Float32Array;

export interface DrawingShape {
  readonly grid: ShapeGrid;
  /** Width of the ink over its height. */
  readonly aspect: number;
}

export function shapeOf(drawing: Drawing): DrawingShape {
  return { grid: shapeGrid(drawing, cells), aspect: drawing.ink.width / drawing.ink.height };
}

export function mirroredShape({ grid, aspect }: DrawingShape): DrawingShape {
  return { grid: grid.map((_, at) => grid[at - (at % cells) + (cells - 1 - (at % cells))] ?? 0), aspect };
}

/** Means of the ink's box in `side * side` cells. */
export function shapeGrid({ picture: { width, data }, ink }: Drawing, side: number): ShapeGrid {
  const area = side * side;
  const grid = new Float32Array(shapeChannels * area);
  const seen = new Float32Array(area);
  for (let y = 0; y < ink.height; y++) {
    const row = Math.floor((y * side) / ink.height) * side;
    for (let x = 0; x < ink.width; x++) {
      const cell = row + Math.floor((x * side) / ink.width);
      const at = ((ink.top + y) * width + ink.left + x) * 4;
      const alpha = (data[at + 3] ?? 0) / 255;
      const share = alpha / 255;
      const red = share * (data[at] ?? 0);
      const green = share * (data[at + 1] ?? 0);
      const blue = share * (data[at + 2] ?? 0);
      seen[cell] = (seen[cell] ?? 0) + 1;
      grid[cell] = (grid[cell] ?? 0) + alpha;
      grid[area + cell] = (grid[area + cell] ?? 0) + 0.3 * red + 0.59 * green + 0.11 * blue - alpha / 2;
      grid[2 * area + cell] = (grid[2 * area + cell] ?? 0) + red - green;
      grid[3 * area + cell] = (grid[3 * area + cell] ?? 0) + (red + green) / 2 - blue;
    }
  }
  // A drawing smaller than the grid leaves cells unseen; they repeat the one before.
  for (let i = 0; i < grid.length; i++) {
    const count = seen[i % area] ?? 0;
    grid[i] = count === 0 ? (grid[i - 1] ?? 0) : (grid[i] ?? 0) / count;
  }
  return grid;
}

/** How much of the lowest part of a drawing's box is ink, 0..1. */
export function footWidth({ grid }: DrawingShape): number {
  return grid.subarray((cells - 1) * cells, cells * cells).reduce((sum, cover) => sum + cover, 0) / cells;
}

export interface Likeness {
  /** Shared ink over all ink, 0..1 (intersection over union). */
  readonly outline: number;
  /** 1 when light, dark and colours lie at the same places; 0 when they have nothing in common. */
  readonly inside: number;
}

/** A quarter of the range of light apart on average, or the whole of a colour, is as far as two unrelated drawings get. */
const farthestLight = 0.25;
const farthestColour = 1.2;

export function likeness({ grid: one }: DrawingShape, { grid: other }: DrawingShape): Likeness {
  const area = cells * cells;
  let [shared, either, meanOne, meanOther] = [0, 0, 0, 0];
  for (let cell = 0; cell < area; cell++) {
    shared += Math.min(one[cell] ?? 0, other[cell] ?? 0);
    either += Math.max(one[cell] ?? 0, other[cell] ?? 0);
    meanOne += one[area + cell] ?? 0;
    meanOther += other[area + cell] ?? 0;
  }
  if (shared === 0) return { outline: 0, inside: 0 };
  // A drawing that is darker all over fits as well; one that is of another colour does not.
  const lift = (meanOne - meanOther) / either;
  let [light, colour] = [0, 0];
  for (let cell = 0; cell < area; cell++) {
    const both = Math.min(one[cell] ?? 0, other[cell] ?? 0);
    light += both * Math.abs((one[area + cell] ?? 0) - (other[area + cell] ?? 0) - lift);
    colour += both * Math.abs((one[2 * area + cell] ?? 0) - (other[2 * area + cell] ?? 0));
    colour += both * Math.abs((one[3 * area + cell] ?? 0) - (other[3 * area + cell] ?? 0));
  }
  const inside = 1 - light / shared / farthestLight - colour / shared / farthestColour;
  return { outline: shared / either, inside: Math.max(0, inside) };
}
