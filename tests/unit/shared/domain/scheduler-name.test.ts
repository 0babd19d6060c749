// The names samplers go by in other studios, written and read.

import { describe, expect, test } from 'vitest';
import { a1111NoiseNames, noiseGeneratorOf, noiseGenerators } from '../../../../shared/domain/noise-generator.ts';
import {
  a1111SamplingOf,
  type Sampling,
  samplingsNamed,
  schedulerNames,
  sigmaSchedulesOf,
} from '../../../../shared/domain/scheduler-name.ts';

const samplings: readonly Sampling[] = schedulerNames.flatMap((scheduler) =>
  sigmaSchedulesOf(scheduler).map((sigmas) => ({ scheduler, sigmas })),
);

function firstNamed(sampler: string | null, schedule: string | null): Sampling | undefined {
  return samplingsNamed({ sampler, schedule })[0];
}

describe('A1111 sampler and schedule', () => {
  test.each([
    ['euler-ancestral', 'default', 'Euler a', undefined],
    ['kdpm2-ancestral', 'karras', 'DPM2 a', 'Karras'],
    ['dpmpp-2m-sde', 'exponential', 'DPM++ 2M SDE', 'Exponential'],
    ['dpmpp-2m', 'beta', 'DPM++ 2M', 'Beta'],
    // Left out, A1111 would take Karras for it.
    ['dpmpp-2m', 'default', 'DPM++ 2M', 'Uniform'],
    ['dpmpp-2m-karras', 'default', 'DPM++ 2M', 'Karras'],
    ['pndm', 'default', 'PLMS', undefined],
  ] as const)('%s, %s is written %s, %s', (scheduler, sigmas, sampler, schedule) => {
    expect(a1111SamplingOf({ scheduler, sigmas })).toEqual({ sampler, schedule });
  });

  test.each([
    ['DPM++ 2M', null, 'dpmpp-2m', 'default'],
    ['DPM++ 2M', 'Automatic', 'dpmpp-2m', 'karras'],
    ['DPM++ 2M', 'Karras', 'dpmpp-2m-karras', 'default'],
    ['DPM++ 2M Karras', null, 'dpmpp-2m-karras', 'default'],
    ['dpm++ 2m sde karras', null, 'dpmpp-2m-sde', 'karras'],
    ['DPM2 a Karras', null, 'kdpm2-ancestral', 'karras'],
    ['DPM++ 2M SDE', 'Automatic', 'dpmpp-2m-sde', 'exponential'],
    ['Euler', 'SGM Uniform', 'euler', 'default'],
    ['Heun', 'Beta', 'heun', 'beta'],
    ['heun', null, 'heun', 'default'],
    ['dpmpp-2m-karras', null, 'dpmpp-2m-karras', 'default'],
    ['PLMS', 'Automatic', 'pndm', 'default'],
  ] as const)('%s, %s is read as %s, %s', (sampler, schedule, scheduler, sigmas) => {
    expect(firstNamed(sampler, schedule)).toEqual({ scheduler, sigmas });
  });

  test.each([
    ['DPM adaptive', null],
    ['Euler a', 'Karras'],
    ['Euler', 'Align Your Steps'],
    ['DPM++ 2M SDE Heun', null],
  ])('%s, %s is nothing that is drawn here', (sampler, schedule) => {
    expect(samplingsNamed({ sampler, schedule })).toEqual([]);
  });

  test.each(samplings)('$scheduler, $sigmas reads back as what was written', (sampling) => {
    const { sampler, schedule = null } = a1111SamplingOf(sampling);
    const read = samplingsNamed({ sampler, schedule });
    expect(read).toContainEqual(sampling);
    // Others of the same two words are the same sampler: one with its schedule in its name, or Euler's for flow models.
    expect(new Set(read.map((named) => a1111SamplingOf(named).sampler))).toEqual(new Set([sampler]));
  });

  test('a schedule without a sampler fits every sampler that takes it', () => {
    const schedulers = samplingsNamed({ sampler: null, schedule: 'exponential' }).map(({ scheduler }) => scheduler);
    expect(schedulers).toEqual(schedulerNames.filter((name) => sigmaSchedulesOf(name).includes('exponential')));
  });
});

describe('A1111 RNG', () => {
  test.each(noiseGenerators)('%s reads back as what was written', (generator) => {
    expect(noiseGeneratorOf(a1111NoiseNames[generator])).toBe(generator);
  });

  test('left out, or named after the card, is the noise of the card', () => {
    expect([noiseGeneratorOf(undefined), noiseGeneratorOf('GPU')]).toEqual(['philox', 'philox']);
  });
});
