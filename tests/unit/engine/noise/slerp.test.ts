// Variation noise against A1111's rule computed in torch.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slerp } from '../../../../engine/noise/slerp.ts';
import { createTorchCpuNoise } from '../../../../engine/noise/torch-cpu.ts';
import goldens from './goldens.json' with { type: 'json' };

type Summary = (typeof goldens)['parallel'];

function expectSummary(values: Float32Array, summary: Summary): void {
  const tolerance = 1e-5;
  const differences = [
    ...summary.first.map((value, index) => (values[index] ?? Number.NaN) - value),
    ...summary.last.map((value, index) => (values.at(index - summary.last.length) ?? Number.NaN) - value),
  ];
  expect(Math.max(...differences.map(Math.abs))).toBeLessThan(tolerance);
  const absoluteSum = values.reduce((sum, value) => sum + Math.abs(value), 0);
  expect(Math.abs(absoluteSum - summary.absoluteSum)).toBeLessThan(tolerance * summary.length);
}

function normal(seed: number, count: number): Float32Array {
  return createTorchCpuNoise(seed).normal(count);
}

describe('slerp', () => {
  it.each(goldens.blends.map((blend) => [blend.strength, blend] as const))(
    'agrees with A1111 at strength %d',
    (strength, blend) => {
      const [channels = 0, height = 0, width = 0] = blend.shape;
      const count = channels * height * width;
      expectSummary(slerp(strength, normal(11, count), normal(12, count), [channels, height, width]), blend);
    },
  );

  it('mixes nearly parallel noises with crossed weights, as A1111 does', () => {
    const from = normal(11, 256);
    const disturbance = normal(12, 256);
    const to = from.map((value, index) => value + Math.fround(0.001) * (disturbance[index] ?? Number.NaN));
    expectSummary(slerp(goldens.parallel.strength, from, to, [4, 8, 8]), goldens.parallel);
  });

  it('blends columns on their own: another shape gives another noise', () => {
    const columns = slerp(0.3, normal(1, 256), normal(2, 256), [4, 8, 8]);
    const whole = slerp(0.3, normal(1, 256), normal(2, 256));
    expect(columns).not.toEqual(whole);
  });

  it('starts at the first noise and ends at the second', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (first, second) => {
        fc.pre(first !== second);
        const from = normal(first, 192);
        const to = normal(second, 192);
        expect(slerp(0, from, to, [3, 8, 8])).toEqual(from);
        const end = slerp(1, from, to, [3, 8, 8]);
        expect(Math.max(...end.map((value, index) => Math.abs(value - (to[index] ?? Number.NaN))))).toBeLessThan(1e-5);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps the variance of noise, which a straight mix would halve', () => {
    const blended = slerp(0.5, normal(5, 16384), normal(6, 16384), [4, 64, 64]);
    const variance = blended.reduce((sum, value) => sum + value * value, 0) / blended.length;
    expect(variance).toBeGreaterThan(0.95);
    expect(variance).toBeLessThan(1.05);
  });

  it('stays finite where columns are empty or opposite', () => {
    const from = Float32Array.of(0, 1, 0, 1);
    const to = Float32Array.of(0, -1, 0, -1);
    expect([...slerp(0.25, from, to, [1, 2, 2])]).toEqual([0, 0.5, 0, 0.5]);
  });

  it('refuses noises of different sizes', () => {
    expect(() => slerp(0.5, new Float32Array(4), new Float32Array(5))).toThrow(
      expect.objectContaining({ code: 'INTERNAL' }),
    );
    expect(() => slerp(0.5, new Float32Array(4), new Float32Array(4), [1, 2, 3])).toThrow(
      expect.objectContaining({ code: 'INTERNAL' }),
    );
  });
});
