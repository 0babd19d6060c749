// DDIM against the numbers of diffusers' own tests (tests/schedulers/test_scheduler_ddim.py), at its tolerances.

import { describe, expect, it } from 'vitest';
import { createTorchCpuNoise } from '../../../../engine/noise/torch-cpu.ts';
import { createScheduler } from '../../../../engine/schedulers/create-scheduler.ts';
import type { Scheduler } from '../../../../engine/schedulers/scheduler.ts';
import { absoluteMean, absoluteSum, runNoisedReferenceLoop, runReferenceLoop } from './reference-loop.ts';

const upstream = {
  _class_name: 'DDIMScheduler',
  num_train_timesteps: 1000,
  beta_start: 0.0001,
  beta_end: 0.02,
  beta_schedule: 'linear',
  clip_sample: true,
};

function ddim(config: object = {}, steps = 10): Scheduler {
  return createScheduler({ name: 'ddim', config: { ...upstream, ...config }, steps });
}

describe('DDIM', () => {
  it.each([
    ['epsilon', {}, 172.0067, 0.223967],
    ['v prediction', { prediction_type: 'v_prediction' }, 52.5302, 0.0684],
    ['final alpha of one', { set_alpha_to_one: true, beta_start: 0.01 }, 149.8295, 0.1951],
    ['final alpha of the first timestep', { set_alpha_to_one: false, beta_start: 0.01 }, 149.0784, 0.1941],
  ])('runs the reference loop: %s', (_, config, sum, mean) => {
    const result = runReferenceLoop(ddim(config));
    expect(Math.abs(absoluteSum(result) - sum)).toBeLessThan(1e-2);
    expect(Math.abs(absoluteMean(result) - mean)).toBeLessThan(1e-3);
  });

  it('starts late from a noised sample', () => {
    const result = runNoisedReferenceLoop(ddim(), 8);
    expect(Math.abs(absoluteSum(result) - 354.5418)).toBeLessThan(1e-2);
    expect(Math.abs(absoluteMean(result) - 0.4616)).toBeLessThan(1e-3);
  });

  it('shifts leading timesteps by steps_offset', () => {
    expect([...ddim({ steps_offset: 1 }, 5).timesteps]).toEqual([801, 601, 401, 201, 1]);
  });

  it('draws no noise', () => {
    const noise = createTorchCpuNoise(0);
    runReferenceLoop(ddim(), { noise });
    expect(noise.normal(16)).toEqual(createTorchCpuNoise(0).normal(16));
  });

  it('refuses more steps than the model has timesteps', () => {
    expect(() => ddim({}, 1001)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(() => ddim({ steps_offset: 1 }, 1000)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it('refuses to divide by a signal of zero', () => {
    const zeroSnr = { rescale_betas_zero_snr: true, timestep_spacing: 'trailing' };
    expect(() => ddim(zeroSnr)).toThrow(expect.objectContaining({ code: 'MODEL_UNSUPPORTED' }));
    expect(ddim({ ...zeroSnr, prediction_type: 'v_prediction' }).timesteps[0]).toBe(999);
  });
});
