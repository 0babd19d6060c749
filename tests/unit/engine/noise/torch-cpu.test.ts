// Noise against vectors drawn with torch's CPU generator.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTorchCpuNoise } from '../../../../engine/noise/torch-cpu.ts';
import goldens from './goldens.json' with { type: 'json' };

/** Torch's vectorised log, sin and cos are polynomials: its numbers are off by this much. */
const tolerance = 2e-6;

function largestDifference(actual: Float32Array, expected: readonly number[]): number {
  return Math.max(...expected.map((value, index) => Math.abs((actual[index] ?? Number.NaN) - value)));
}

describe('createTorchCpuNoise', () => {
  it('draws the numbers printed in torch documentation and issues', () => {
    expect(largestDifference(createTorchCpuNoise(0).normal(3), [1.541, -0.2934, -2.1788])).toBeLessThan(5e-5);
    expect(largestDifference(createTorchCpuNoise(42).normal(3), [0.3367, 0.1288, 0.2345])).toBeLessThan(5e-5);
  });

  it.each(goldens.sequences.map(({ seed, draws }) => [seed, draws] as const))(
    'continues the generator of seed %d over draws of any size',
    (seed, draws) => {
      const noise = createTorchCpuNoise(seed);
      for (const draw of draws) {
        const values = noise.normal(draw.length);
        expect(largestDifference(values, draw.first)).toBeLessThan(tolerance);
        expect(largestDifference(values.slice(-draw.last.length), draw.last)).toBeLessThan(tolerance);
        expect(Math.abs(values.reduce((sum, value) => sum + Math.abs(value), 0) - draw.absoluteSum)).toBeLessThan(
          tolerance * draw.length,
        );
      }
    },
  );

  it('uses the low 32 bits of a seed, as torch does', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.integer({ min: 1, max: 40 }), (seed, count) => {
        expect(createTorchCpuNoise(seed + 2 ** 32).normal(count)).toEqual(createTorchCpuNoise(seed).normal(count));
      }),
      { numRuns: 30 },
    );
  });

  it('is finite and near unit variance for any seed', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), (seed) => {
        const values = createTorchCpuNoise(seed).normal(4096);
        const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
        expect(values.every(Number.isFinite)).toBe(true);
        // Five standard errors of the variance of 4096 normal numbers.
        expect(Math.abs(variance - 1)).toBeLessThan(0.12);
      }),
      { numRuns: 40 },
    );
  });

  it.each([0.5, Number.NaN, 2 ** 60])('refuses the seed %d', (seed) => {
    expect(() => createTorchCpuNoise(seed)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
