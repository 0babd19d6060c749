// Euler and Euler ancestral against the numbers of diffusers' own tests (tests/schedulers/test_scheduler_euler.py and
// test_scheduler_euler_ancestral.py), at their tolerances.

import { describe, expect, it } from 'vitest';
import { createTorchCpuNoise } from '../../../../engine/noise/torch-cpu.ts';
import { createScheduler } from '../../../../engine/schedulers/create-scheduler.ts';
import type { Scheduler } from '../../../../engine/schedulers/scheduler.ts';
import {
  absoluteMean,
  absoluteSum,
  referenceModel,
  referenceSample,
  runNoisedReferenceLoop,
  runReferenceLoop,
} from './reference-loop.ts';

const upstream = { num_train_timesteps: 1100, beta_start: 0.0001, beta_end: 0.02, beta_schedule: 'linear' };

function scheduler(name: 'euler' | 'euler-ancestral', config: object = {}, steps = 10): Scheduler {
  return createScheduler({ name, config: { ...upstream, ...config }, steps });
}

describe('Euler', () => {
  it.each([
    ['epsilon', {}, 10.0807, 0.0131],
    ['v prediction', { prediction_type: 'v_prediction' }, 0.0002, 2.2676e-6],
    ['Karras sigmas', { use_karras_sigmas: true }, 124.52299499511719, 0.16213932633399963],
  ])('runs the reference loop: %s', (_, config, sum, mean) => {
    const result = runReferenceLoop(scheduler('euler', config));
    expect(Math.abs(absoluteSum(result) - sum)).toBeLessThan(1e-2);
    expect(Math.abs(absoluteMean(result) - mean)).toBeLessThan(1e-3);
  });

  it('starts late from a noised sample', () => {
    const result = runNoisedReferenceLoop(scheduler('euler'), 8);
    expect(Math.abs(absoluteSum(result) - 57062.9297)).toBeLessThan(1e-2);
    expect(Math.abs(absoluteMean(result) - 74.3007)).toBeLessThan(1e-3);
  });

  it('starts turbo models from all of the noise in one trailing step', () => {
    const turbo = scheduler(
      'euler',
      {
        num_train_timesteps: 1000,
        beta_start: 0.00085,
        beta_end: 0.012,
        beta_schedule: 'scaled_linear',
        timestep_spacing: 'trailing',
      },
      1,
    );
    expect([...turbo.timesteps]).toEqual([999]);
    expect(turbo.initNoiseSigma).toBeCloseTo(14.6146, 4);
  });
});

describe('Euler ancestral', () => {
  it.each([
    ['epsilon', {}, 152.3192, 0.1983],
    ['v prediction', { prediction_type: 'v_prediction' }, 108.4439, 0.1412],
  ])('runs the reference loop with torch noise: %s', (_, config, sum, mean) => {
    const result = runReferenceLoop(scheduler('euler-ancestral', config));
    expect(Math.abs(absoluteSum(result) - sum)).toBeLessThan(1e-2);
    expect(Math.abs(absoluteMean(result) - mean)).toBeLessThan(1e-3);
  });

  it('starts late from a noised sample', () => {
    const result = runNoisedReferenceLoop(scheduler('euler-ancestral'), 8);
    expect(Math.abs(absoluteSum(result) - 56163.0508)).toBeLessThan(1e-2);
    expect(Math.abs(absoluteMean(result) - 73.129)).toBeLessThan(1e-3);
  });

  it('draws noise once a step, the last one included', () => {
    const noise = createTorchCpuNoise(3);
    const ancestral = scheduler('euler-ancestral', {}, 2);
    const sample = referenceSample();
    ancestral.step({ modelOutput: referenceModel(sample, 1), index: 1, sample, noise });
    const follower = createTorchCpuNoise(3);
    follower.normal(sample.length);
    expect(noise.normal(16)).toEqual(follower.normal(16));
  });
});
