// What a drawing takes over as a whole from another one of the same thing: its proportions, its colours. So even a thing
// that a style has drawn only once is never merely copied.

import type { Drawing } from './composition.ts';
import { alignmentOf } from './drawing-alignment.ts';
import { bend, type BendingField } from './drawing-bending.ts';
import { type Palette, withPalette } from './drawing-palette.ts';
import { likeness, shapeOf } from './drawing-shape.ts';
import type { RandomStream } from './seeded-random.ts';

/** A drawing that may lend, turned the way the borrower faces. */
export interface Lender {
  readonly drawing: Drawing;
  readonly palette: Palette;
}

export interface Loan<Source extends Lender> {
  /** What was taken from whom. */
  readonly proportions: { readonly lender: Source; readonly field: BendingField } | null;
  readonly colours: Source | null;
}

/** Shares of the way to the lender's proportions. */
const way = { least: 0.6, spread: 0.4 };
/** How alike outlines must be to begin with, and once one is bent to the other; what differs more is another pose. */
const outline = { before: 0.55, after: 0.74 };
const lendersTried = 3;

/**
 * @param options.amount 0..1: how likely each is taken over
 * @param options.turn neighbouring numbers ask different lenders first
 */
export function chooseLoan<Source extends Lender>(options: {
  readonly drawing: Drawing;
  readonly lenders: readonly Source[];
  readonly amount: number;
  readonly keepsColours: boolean;
  /** Whether left and right of the drawing are alike, and are to stay so. */
  readonly isSymmetric: boolean;
  readonly turn: number;
  readonly random: RandomStream;
}): Loan<Source> {
  const { drawing, lenders, amount, turn, isSymmetric, random } = options;
  const wantsProportions = random() < amount;
  const wantsColours = random() < amount && !options.keepsColours;
  const share = way.least + way.spread * random();
  const colours = lenders[turn % lenders.length];
  return {
    proportions: wantsProportions ? proportionsOf(drawing, { lenders, share, isSymmetric, turn }) : null,
    colours: wantsColours && colours !== undefined ? colours : null,
  };
}

/** @param palette the drawing's own */
export function withLoan(drawing: Drawing, { loan, palette }: { loan: Loan<Lender>; palette: Palette }): Drawing {
  const { proportions, colours } = loan;
  const picture =
    colours === null ? drawing.picture : withPalette(drawing.picture, { own: palette, palette: colours.palette });
  return proportions === null ? { ...drawing, picture } : bend({ ...drawing, picture }, proportions.field);
}

function proportionsOf<Source extends Lender>(
  drawing: Drawing,
  options: {
    readonly lenders: readonly Source[];
    readonly share: number;
    readonly isSymmetric: boolean;
    readonly turn: number;
  },
): Loan<Source>['proportions'] {
  const { lenders, share, turn } = options;
  const own = shapeOf(drawing);
  for (let attempt = 0; attempt < Math.min(lendersTried, lenders.length); attempt++) {
    const lender = lenders[(turn + attempt) % lenders.length];
    if (lender === undefined) continue;
    const theirs = shapeOf(lender.drawing);
    if (likeness(own, theirs).outline < outline.before) continue;
    const found = alignmentOf(drawing, lender.drawing);
    const whole = options.isSymmetric ? evenedOut(found) : found;
    if (likeness(shapeOf(bend(drawing, whole)), theirs).outline < outline.after) continue;
    const part = (grid: Float32Array) => grid.map((value) => value * share);
    return { lender, field: { cells: whole.cells, dx: part(whole.dx), dy: part(whole.dy) } };
  }
  return null;
}

/** The mean of a field and its mirror image. */
function evenedOut({ cells, dx, dy }: BendingField): BendingField {
  const mirrored = (grid: Float32Array, cell: number) => grid[cell - 2 * (cell % cells) + cells - 1] ?? 0;
  return {
    cells,
    dx: dx.map((value, cell) => (value - mirrored(dx, cell)) / 2),
    dy: dy.map((value, cell) => (value + mirrored(dy, cell)) / 2),
  };
}
