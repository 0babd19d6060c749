// Parts of two drawings in one, with the seam where nobody sees it.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Drawing } from '../../../../../engine/pipelines/exemplar/composition.ts';
import { createMixer } from '../../../../../engine/pipelines/exemplar/drawing-mixture.ts';
import { leastCut } from '../../../../../engine/pipelines/exemplar/least-cut.ts';
import { createRandomStream } from '../../../../../engine/pipelines/exemplar/seeded-random.ts';
import { painted, type Rgb } from './drawings.ts';

const skin: Rgb = [240, 190, 60];
const dark: Rgb = [40, 30, 30];
const red: Rgb = [200, 30, 40];

/** A round face with two eyes and a mouth; `eyes` and `mouth` are how far they reach. */
function face({ eyes, mouth }: { readonly eyes: number; readonly mouth: number }): Drawing {
  return painted(80, (x, y) => {
    if (Math.hypot(x - 39.5, y - 39.5) > 36) return null;
    if (Math.hypot(Math.abs(x - 39.5) - 14, y - 26) < eyes) return dark;
    return Math.abs(x - 39.5) < mouth && Math.abs(y - 56) < 5 ? red : skin;
  });
}

const staring = face({ eyes: 9, mouth: 4 });
const laughing = face({ eyes: 3, mouth: 20 });

function mixed(drawings: readonly Drawing[], seed: number, { amount = 0.5, isSymmetric = true } = {}): Drawing {
  return createMixer(drawings, { isSymmetric })({ amount, random: createRandomStream({ seed, purpose: 'mixture' }) });
}

const colours = { skin, dark, red };

function farFrom(colour: Rgb, data: Uint8Array, at: number): number {
  return Math.max(...colour.map((level, c) => Math.abs(level - (data[at + c] ?? 0))));
}

/** The name of the colour at shares of the ink's box. */
function colourAt({ picture: { width, data }, ink }: Drawing, x: number, y: number): string | undefined {
  const at = ((ink.top + Math.round(y * (ink.height - 1))) * width + ink.left + Math.round(x * (ink.width - 1))) * 4;
  return Object.entries(colours).find(([, colour]) => farFrom(colour, data, at) < 8)?.[0];
}

/** At the rim of an eye, which only the staring one fills, and at a corner of the mouth, which only the laughing one has. */
const lookOf = (drawing: Drawing) => ({
  left: colourAt(drawing, 0.22, 0.32),
  right: colourAt(drawing, 0.78, 0.32),
  mouth: colourAt(drawing, 0.7, 0.73),
});

describe('a mixture', () => {
  const seeds = Array.from({ length: 12 }, (_, seed) => seed);
  const looks = seeds.map((seed) => lookOf(mixed([staring, laughing], seed)));

  test('takes parts of both drawings: the eyes of one and the mouth of the other', () => {
    expect(lookOf(staring)).toEqual({ left: 'dark', right: 'dark', mouth: 'skin' });
    expect(lookOf(laughing)).toEqual({ left: 'skin', right: 'skin', mouth: 'red' });
    expect(looks).toContainEqual({ left: 'dark', right: 'dark', mouth: 'red' });
  });

  test('of a symmetric drawing has two eyes of one kind', () => {
    expect(looks.map(({ left }) => left)).toEqual(looks.map(({ right }) => right));
  });

  test('is the same for the same seed', () => {
    expect(mixed([staring, laughing], 5)).toEqual(mixed([staring, laughing], 5));
  });

  test('shows hardly a pixel whose colour neither drawing has', () => {
    const { data } = mixed([staring, laughing], 1).picture;
    const solid = Array.from({ length: data.length / 4 }, (_, at) => at * 4).filter((at) => data[at + 3] === 255);
    const strange = solid.filter((at) => Object.values(colours).every((colour) => farFrom(colour, data, at) > 8));
    expect(strange.length / solid.length).toBeLessThan(0.01);
  });

  test('is the first drawing itself when no seam can be hidden, when it is alone, and at amount 0', () => {
    const stripes = painted(80, (x, y) => (y > 30 && y < 50 ? (Math.floor(x / 4) % 2 === 0 ? dark : red) : skin));
    const turned = painted(80, (x, y) => (x > 30 && x < 50 ? (Math.floor(y / 4) % 2 === 0 ? skin : dark) : red));
    expect(mixed([stripes, turned], 1, { isSymmetric: false })).toBe(stripes);
    expect(mixed([staring], 1)).toBe(staring);
    expect(mixed([staring, laughing], 1, { amount: 0 })).toBe(staring);
  });
});

describe('the least cut', () => {
  const [columns, rows] = [3, 3];
  const grid = (values: readonly number[]) => Float32Array.from(values);

  test('runs where a boundary costs least', () => {
    // The left column is pulled to one side, the right one to the other; the cheap way is left of the middle.
    const pull = grid([9, 0, -9, 9, 0, -9, 9, 0, -9]);
    const across = grid([1, 5, 0, 1, 5, 0, 1, 5, 0]);
    const down = new Float32Array(9).fill(3);
    expect(Array.from(leastCut({ columns, rows, pull, across, down }))).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0]);
  });

  test('costs no more than any other split of a small grid', () => {
    const costs = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 });
    const pulls = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(pulls, costs, costs, (pull, across, down) => {
        const costOf = (isFirst: (cell: number) => boolean) => {
          let cost = 0;
          for (let cell = 0; cell < 9; cell++) {
            const wanted = pull[cell] ?? 0;
            if (isFirst(cell) !== wanted > 0) cost += Math.abs(wanted);
            if (cell % columns < columns - 1 && isFirst(cell) !== isFirst(cell + 1)) cost += across[cell] ?? 0;
            if (cell + columns < 9 && isFirst(cell) !== isFirst(cell + columns)) cost += down[cell] ?? 0;
          }
          return cost;
        };
        const found = leastCut({ columns, rows, pull: grid(pull), across: grid(across), down: grid(down) });
        const cheapest = Math.min(
          ...Array.from({ length: 512 }, (_, split) => costOf((cell) => ((split >> cell) & 1) === 1)),
        );
        expect(costOf((cell) => found[cell] === 1)).toBe(cheapest);
      }),
      { numRuns: 60 },
    );
  });
});
