// The noise a picture starts from: the seed's own numbers, variations on top, and the generator that goes on behind
// them.

import { describe, expect, it } from 'vitest';
import { initialNoise } from '../../../../engine/noise/initial-noise.ts';
import { createPhiloxNoise } from '../../../../engine/noise/philox.ts';
import { slerp } from '../../../../engine/noise/slerp.ts';
import { createTorchCpuNoise } from '../../../../engine/noise/torch-cpu.ts';

const count = 4 * 8 * 8;

describe('initialNoise', () => {
  it("is the seed's first draw, and its generator goes on behind it", () => {
    const { values, source } = initialNoise({ seed: 7, variations: [], count });
    const torch = createTorchCpuNoise(7);
    expect(values).toEqual(torch.normal(count));
    expect(source.normal(count)).toEqual(torch.normal(count));
  });

  it('draws everything, variations too, from the generator that is asked for', () => {
    const variations = [{ seed: 8, strength: 0.3 }];
    const philox = createPhiloxNoise(7);
    const expected = slerp(0.3, philox.normal(count), createPhiloxNoise(8).normal(count), [4, 8, 8]);
    const { values, source } = initialNoise({ generator: 'philox', seed: 7, variations, count, shape: [4, 8, 8] });
    expect(values).toEqual(expected);
    expect(source.normal(count)).toEqual(philox.normal(count));
  });

  it('walks towards each variation seed in turn, column by column when it knows the shape', () => {
    const variations = [
      { seed: 8, strength: 0.1 },
      { seed: 9, strength: 0.4 },
    ];
    const [base, first, second] = [7, 8, 9].map((seed) => createTorchCpuNoise(seed).normal(count));
    const expected = slerp(0.4, slerp(0.1, base!, first!, [4, 8, 8]), second!, [4, 8, 8]);
    expect(initialNoise({ seed: 7, variations, count, shape: [4, 8, 8] }).values).toEqual(expected);
    expect(initialNoise({ seed: 7, variations, count }).values).not.toEqual(expected);
  });
});
