// How many steps are planned and taken, from nothing and from a picture.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LateStart, stepsOfRun } from '../../../../../engine/pipelines/stable-diffusion/steps-of-run.ts';
import { pictureRequest } from '../../../../fixtures/picture-requests.ts';

const image = { width: 8, height: 8, data: new Uint8Array(192) };
const of = (
  steps: number,
  strength: number | null,
  { takesAllSteps = false, lateStart = 'rounded-down' }: { takesAllSteps?: boolean; lateStart?: LateStart } = {},
) => {
  const source = strength === null ? null : { image, strength, mask: null, takesAllSteps };
  return stepsOfRun(pictureRequest({ steps, source }), lateStart);
};

test('from nothing all are taken', () => {
  expect(of(20, null)).toEqual({ planned: 20, kept: 20 });
});

test('from a picture the strength is the share of them, rounded down, and one at least', () => {
  expect(of(20, 0.75)).toEqual({ planned: 20, kept: 15 });
  expect(of(3, 0.5)).toEqual({ planned: 3, kept: 1 });
  expect(of(4, 0.1)).toEqual({ planned: 4, kept: 1 });
});

test('flow transformers round up, and consistency models take all of them', () => {
  expect(of(9, 0.5, { lateStart: 'rounded-up' })).toEqual({ planned: 9, kept: 5 });
  expect(of(20, 0.75, { lateStart: 'rounded-up' })).toEqual({ planned: 20, kept: 15 });
  expect(of(4, 0.5, { lateStart: 'all' })).toEqual({ planned: 4, kept: 4 });
});

const anySteps = fc.integer({ min: 1, max: 150 });
const anyPercent = fc.integer({ min: 20, max: 100 });

test('where all are to be taken, so many more are planned', () => {
  fc.assert(
    fc.property(anySteps, anyPercent, fc.constantFrom('rounded-down', 'rounded-up'), (steps, percent, lateStart) => {
      const { planned, kept } = of(steps, percent / 100, { takesAllSteps: true, lateStart });
      expect(kept).toBe(steps);
      expect(Math.abs((planned * percent) / 100 - steps)).toBeLessThan(1);
    }),
  );
});

test('no more are planned than there are timesteps', () => {
  expect(of(150, 0.01, { takesAllSteps: true })).toEqual({ planned: 1000, kept: 10 });
});
