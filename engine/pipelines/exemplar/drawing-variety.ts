// The hand's own play: every seed bends its drawings a little and mixes its colours a little otherwise, all of a group
// alike, so that even a thing that was drawn only once never looks twice the same.

import { bend, type BendingField, enlargeField, smoothField } from './drawing-bending.ts';
import type { Drawing } from './composition.ts';
import { type Palette, shifted, withPalette } from './drawing-palette.ts';
import type { VariedChance } from './seeded-random.ts';

/** Knots per side of the field that bends, and of the grid it is smoothed on. */
const knots = 4;
const cells = 24;
/** At invention 1, in shares of the drawing's side; straight lines begin to look drunk above. */
const farthestBend = 0.05;
const widestStretch = 0.2;
/** CIELAB lightness, and degrees of hue. */
const lightnessPlay = 9;
const huePlay = 15;

export interface Variety {
  readonly field: BendingField;
  /** What the aspect is multiplied by. */
  readonly stretch: number;
  /** Lightness added, hue turned. */
  readonly lightness: number;
  readonly turn: number;
}

/** @param options.amount 0..1; `options.keepsHue` for drawings whose colour was asked for */
export function createVariety(options: {
  readonly chance: VariedChance;
  readonly amount: number;
  readonly keepsHue: boolean;
}): Variety {
  const { chance, amount, keepsHue } = options;
  const draw = () => chance() * amount;
  const stretch = Math.exp(draw() * widestStretch);
  const lightness = draw() * lightnessPlay;
  const turn = keepsHue ? 0 : draw() * huePlay;
  const knot = () => Float32Array.from({ length: knots * knots }, () => draw() * farthestBend * knots);
  const field = enlargeField({ cells: knots, dx: knot(), dy: knot() }, cells);
  for (const grid of [field.dx, field.dy]) {
    for (let pass = 0; pass < 3; pass++) smoothField(grid, cells);
    // The rim stays, so that nothing is bent out of its box.
    for (let cell = 0; cell < grid.length; cell++) {
      grid[cell] = (grid[cell] ?? 0) * rest(cell % cells) * rest(Math.floor(cell / cells));
    }
  }
  return { field, stretch, lightness, turn };
}

/** @param palette the drawing's own */
export function varied(drawing: Drawing, { variety, palette }: { variety: Variety; palette: Palette }): Drawing {
  const picture = withPalette(drawing.picture, { own: palette, palette: shifted(palette, variety) });
  return bend({ ...drawing, picture }, variety.field);
}

/** 0 at both ends of the axis, 1 in the middle. */
function rest(place: number): number {
  return Math.sin((Math.PI * (place + 0.5)) / cells) ** 0.5;
}
