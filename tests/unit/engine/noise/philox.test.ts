// Philox against its authors' known answers and against what A1111 draws from it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNoiseSource } from '../../../../engine/noise/noise-source.ts';
import { createPhiloxNoise, philox } from '../../../../engine/noise/philox.ts';
import goldens from './philox-goldens.json' with { type: 'json' };

function largestDifference(actual: Float32Array, expected: readonly number[]): number {
  return Math.max(...expected.map((value, index) => Math.abs((actual[index] ?? Number.NaN) - value)));
}

describe('philox', () => {
  // https://github.com/DEShawResearch/random123/blob/v1.14.0/tests/kat_vectors, the lines philox4x32 10
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const)('gives the known answer for the counter %j', (counter, key, answer) => {
    expect(philox(counter, key)).toEqual(answer);
  });
});

describe('createPhiloxNoise', () => {
  it("draws the numbers A1111's documentation prints for seed 0", () => {
    const printed = [
      -0.92466259, -0.42534415, -2.6438457, 0.14518388, -0.12086647, -0.57972564, -0.62285122, -0.32838709, -1.07454231,
      -0.36314407, -1.67105067, 2.26550497,
    ];
    expect(largestDifference(createPhiloxNoise(0).normal(12), printed)).toBeLessThan(1e-6);
  });

  it.each(goldens.sequences.map(({ seed, draws }) => [seed, draws] as const))(
    'continues the generator of seed %d over draws of any size',
    (seed, draws) => {
      const noise = createPhiloxNoise(seed);
      for (const draw of draws) {
        const values = noise.normal(draw.length);
        expect(largestDifference(values, draw.first)).toBeLessThan(1e-6);
        expect(largestDifference(values.slice(-draw.last.length), draw.last)).toBeLessThan(1e-6);
        const sum = values.reduce((total, value) => total + Math.abs(value), 0);
        expect(Math.abs(sum - draw.absoluteSum)).toBeLessThan(1e-6 * draw.length);
      }
    },
  );

  it('is finite and near unit variance for any seed', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), (seed) => {
        const values = createPhiloxNoise(seed).normal(4096);
        const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
        expect(values.every(Number.isFinite)).toBe(true);
        // Five standard errors of the variance of 4096 normal numbers.
        expect(Math.abs(variance - 1)).toBeLessThan(0.12);
      }),
      { numRuns: 40 },
    );
  });

  it.each([0.5, Number.NaN, 2 ** 60])('refuses the seed %d', (seed) => {
    expect(() => createPhiloxNoise(seed)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});

describe('createNoiseSource', () => {
  it('gives each generator its own numbers', () => {
    expect(createNoiseSource('philox', 7).normal(16)).toEqual(createPhiloxNoise(7).normal(16));
    expect(createNoiseSource('torch-cpu', 7).normal(16)).not.toEqual(createPhiloxNoise(7).normal(16));
  });
});
