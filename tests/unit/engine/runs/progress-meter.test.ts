import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createProgressMeter } from '../../../../engine/runs/progress-meter.ts';

function meterAt(pictures: number) {
  const time = { now: 0 };
  const meter = createProgressMeter(pictures, () => time.now);
  return {
    meter,
    step(afterMs: number, picture: number, fraction: number) {
      time.now += afterMs;
      return meter.step('sampling', picture, fraction);
    },
    time,
  };
}

test('counts over all pictures of the run', () => {
  const { step } = meterAt(4);
  expect(step(1_000, 0, 0.5)?.fraction).toBe(0.125);
  expect(step(1_000, 2, 0.5)?.fraction).toBe(0.625);
});

test('never goes back and ends at one, whatever a pipeline says', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1, max: 3, noNaN: true })), (fractions) => {
      const { step } = meterAt(1);
      const seen = [...fractions, 1].flatMap((fraction) => step(1_000, 0, fraction)?.fraction ?? []);
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      expect(seen.at(-1)).toBe(1);
    }),
  );
});

test('knows the time left after the first step, from the median step', () => {
  const { step } = meterAt(1);
  step(9_000, 0, 0.1);
  step(1_000, 0, 0.2);
  const third = step(1_000, 0, 0.3);
  expect(third).toMatchObject({ stepMs: 1_000, etaMs: 7_000 });
});

test('has no time left to tell after one step alone', () => {
  const { step } = meterAt(1);
  expect(step(1_000, 0, 0.1)).toMatchObject({ etaMs: null, stepMs: 1_000 });
});

test('leaves out what comes within a tenth of a second, but never the last', () => {
  const { step } = meterAt(1);
  const sent = [step(1_000, 0, 0.1), step(50, 0, 0.2), step(49, 0, 0.3), step(1, 0, 0.4), step(1, 0, 1)];
  expect(sent.map((progress) => progress?.fraction ?? null)).toEqual([0.1, null, null, 0.4, 1]);
});

test('tells a new stage at once', () => {
  const { meter, step } = meterAt(1);
  step(1_000, 0, 0.1);
  expect(meter.step('decoding', 0, 0.2)?.stage).toBe('decoding');
});

test('does not take saving for a slow step', () => {
  const { meter, step, time } = meterAt(2);
  step(100, 0, 0.5);
  step(100, 0, 1);
  time.now += 60_000;
  meter.resume();
  expect(step(100, 1, 0.5)?.stepMs).toBe(100);
});
