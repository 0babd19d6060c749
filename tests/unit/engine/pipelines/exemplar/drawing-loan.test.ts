// What a drawing takes over from another one of the same thing.

import { describe, expect, test } from 'vitest';
import type { Drawing } from '../../../../../engine/pipelines/exemplar/composition.ts';
import { chooseLoan, withLoan } from '../../../../../engine/pipelines/exemplar/drawing-loan.ts';
import { paletteOf } from '../../../../../engine/pipelines/exemplar/drawing-palette.ts';
import { likeness, mirroredShape, shapeOf } from '../../../../../engine/pipelines/exemplar/drawing-shape.ts';
import { createRandomStream } from '../../../../../engine/pipelines/exemplar/seeded-random.ts';
import { painted, type Rgb } from './drawings.ts';

const red: Rgb = [200, 40, 40];
const scarlet: Rgb = [240, 70, 50];

/** A bottle whose belly begins at `shoulder`, leaning by `lean` pixels at its neck. */
function bottle({
  colour,
  shoulder,
  lean = 0,
}: {
  readonly colour: Rgb;
  readonly shoulder: number;
  readonly lean?: number;
}): Drawing {
  return painted(64, (x, y) => {
    const middle = 31.5 + (y < shoulder ? lean : 0);
    return Math.abs(x - middle) < (y < shoulder ? 12 : 26) && y > 3 && y < 60 ? colour : null;
  });
}

const own = bottle({ colour: red, shoulder: 30 });
const stout = bottle({ colour: scarlet, shoulder: 20 });
const lender = (drawing: Drawing) => ({ drawing, palette: paletteOf(drawing.picture) });

function borrowed(from: Drawing, { amount = 1, keepsColours = false, isSymmetric = true } = {}) {
  const random = createRandomStream({ seed: 4, purpose: 'loan' });
  const loan = chooseLoan({
    drawing: own,
    lenders: [lender(from)],
    amount,
    keepsColours,
    isSymmetric,
    turn: 1,
    random,
  });
  return { loan, drawing: withLoan(own, { loan, palette: paletteOf(own.picture) }) };
}

function middleOf({ picture: { width, data } }: Drawing): number[] {
  const at = (40 * width + 32) * 4;
  return Array.from(data.subarray(at, at + 3));
}

describe('a loan', () => {
  test('brings the proportions of the lender nearer and its colours over', () => {
    const { drawing } = borrowed(stout);
    const before = likeness(shapeOf(own), shapeOf(stout)).outline;
    expect(likeness(shapeOf(drawing), shapeOf(stout)).outline).toBeGreaterThan(before + 0.02);
    const far = middleOf(drawing).map((level, c) => Math.abs(level - (scarlet[c] ?? 0)));
    expect(Math.max(...far)).toBeLessThan(8);
  });

  test('leaves colours that were asked for', () => {
    const { loan, drawing } = borrowed(stout, { keepsColours: true });
    expect(loan.colours).toBeNull();
    expect(middleOf(drawing)).toEqual([...red]);
  });

  test('keeps left and right of a symmetric drawing alike, whoever lends', () => {
    const { drawing } = borrowed(bottle({ colour: red, shoulder: 22, lean: 6 }));
    const shape = shapeOf(drawing);
    expect(likeness(shape, mirroredShape(shape)).outline).toBeGreaterThan(0.97);
  });

  test('takes nothing at amount 0, and no proportions of another pose', () => {
    expect(borrowed(stout, { amount: 0 }).loan).toEqual({ proportions: null, colours: null });
    const lying = painted(64, (x, y) => (Math.abs(x - y) < 5 ? red : null));
    expect(borrowed(lying).loan.proportions).toBeNull();
  });

  test('comes from another lender for the next picture', () => {
    const lenders = [stout, bottle({ colour: [170, 30, 60], shoulder: 26 })].map(lender);
    const colours = [7, 8].map((turn) => {
      const random = createRandomStream({ seed: turn, purpose: 'loan' });
      return chooseLoan({ drawing: own, lenders, amount: 1, keepsColours: false, isSymmetric: true, turn, random })
        .colours;
    });
    expect(new Set(colours)).toEqual(new Set(lenders));
  });

  test('of nobody is none', () => {
    const random = createRandomStream({ seed: 4, purpose: 'loan' });
    const none = chooseLoan({
      drawing: own,
      lenders: [],
      amount: 1,
      keepsColours: false,
      isSymmetric: true,
      turn: 1,
      random,
    });
    expect(withLoan(own, { loan: none, palette: paletteOf(own.picture) }).picture.data).toEqual(own.picture.data);
  });
});
