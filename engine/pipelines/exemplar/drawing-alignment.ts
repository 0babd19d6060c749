// Bends one drawing softly so that its parts lie over those of another: ear on ear, eye on eye. Only then can parts be
// exchanged without ghosts of the ones beside them.
// Thirion, Image matching as a diffusion process: an analogy with Maxwell's demons (Medical Image Analysis 2(3), 1998).
//
//   symbol in the paper       here
//   s, the static image       fixed
//   m, the moving image       moving
//   grad s                    slopes of `fixed` by central differences
//   v, the displacement       field, in cells: the result at p is `moving` at p + v(p)

import type { Drawing } from './composition.ts';
import { type BendingField, bend, enlargeField, sampleField, smoothField } from './drawing-bending.ts';
import { type ShapeGrid, shapeChannels, shapeGrid } from './drawing-shape.ts';

/** From coarse to fine, so that an eye finds the far end of its way before its rim is fitted. */
const levels = [
  { cells: 12, rounds: 20 },
  { cells: 32, rounds: 20 },
] as const;
/** What counts how much, by channel of the grid: light and dark parts are what eyes are made of. */
const weights = [1, 1.4, 0.7, 0.7] as const;
/** No part moves further than this share of the drawing. */
const farthest = 0.18;
/** Share of the box over which movement fades towards its edge. */
const rim = 0.25;
/** Passes of the 1-2-1 smoothing that holds neighbours together. */
const smoothing = 3;
/** Steps at places with hardly any slope would be wild; the paper's denominator in units of our channels. */
const calm = 0.02;

/** @returns `moving` bent towards `fixed`, in its own size, ink filling the same box */
export function align(moving: Drawing, fixed: Drawing): Drawing {
  return bend(moving, alignmentOf(moving, fixed));
}

/** @returns the field that bends `moving` towards `fixed` */
export function alignmentOf(moving: Drawing, fixed: Drawing): BendingField {
  let field: BendingField = { cells: 1, dx: new Float32Array(1), dy: new Float32Array(1) };
  for (const { cells, rounds } of levels) {
    field = enlargeField(field, cells);
    const [from, to] = [features(moving, cells), features(fixed, cells)];
    for (let round = 0; round < rounds; round++) step(field, from, to);
  }
  return heldAtRim(field);
}

/** Where the rim itself moved inwards, what lay beyond it would be cut off in a straight line. */
function heldAtRim({ cells, dx, dy }: BendingField): BendingField {
  const held = (place: number) => Math.min(1, (Math.min(place, cells - 1 - place) + 0.5) / (rim * cells));
  return {
    cells,
    dx: dx.map((value, cell) => value * held(cell % cells)),
    dy: dy.map((value, cell) => value * held(Math.floor(cell / cells))),
  };
}

function features(drawing: Drawing, cells: number): ShapeGrid {
  return shapeGrid(drawing, cells).map((value, at) => value * (weights[Math.floor(at / (cells * cells))] ?? 0));
}

function step(field: BendingField, moving: Float32Array, fixed: Float32Array): void {
  const { cells, dx, dy } = field;
  const area = cells * cells;
  const limit = farthest * cells;
  for (let y = 0; y < cells; y++) {
    const up = Math.max(0, y - 1) * cells;
    const down = Math.min(cells - 1, y + 1) * cells;
    for (let x = 0; x < cells; x++) {
      const cell = y * cells + x;
      const left = y * cells + Math.max(0, x - 1);
      const right = y * cells + Math.min(cells - 1, x + 1);
      let forceX = 0;
      let forceY = 0;
      let slope = 0;
      let gap = 0;
      for (let c = 0; c < shapeChannels; c++) {
        const plane = c * area;
        const difference =
          (fixed[plane + cell] ?? 0) - sampleField(moving, plane, cells, x + (dx[cell] ?? 0), y + (dy[cell] ?? 0));
        const slopeX = ((fixed[plane + right] ?? 0) - (fixed[plane + left] ?? 0)) / 2;
        const slopeY = ((fixed[plane + down + x] ?? 0) - (fixed[plane + up + x] ?? 0)) / 2;
        forceX += difference * slopeX;
        forceY += difference * slopeY;
        slope += slopeX * slopeX + slopeY * slopeY;
        gap += difference * difference;
      }
      const scale = 1 / (slope + gap + calm);
      dx[cell] = clamp((dx[cell] ?? 0) + forceX * scale, limit);
      dy[cell] = clamp((dy[cell] ?? 0) + forceY * scale, limit);
    }
  }
  for (let pass = 0; pass < smoothing; pass++) {
    smoothField(dx, cells);
    smoothField(dy, cells);
  }
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
