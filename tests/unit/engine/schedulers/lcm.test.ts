// LCM against the numbers of diffusers' own tests (tests/schedulers/test_scheduler_lcm.py), at its tolerances.

import { describe, expect, it } from 'vitest';
import { createTorchCpuNoise } from '../../../../engine/noise/torch-cpu.ts';
import { createScheduler } from '../../../../engine/schedulers/create-scheduler.ts';
import type { Scheduler } from '../../../../engine/schedulers/scheduler.ts';
import { absoluteMean, absoluteSum, referenceModel, referenceSample, runReferenceLoop } from './reference-loop.ts';

const upstream = {
  num_train_timesteps: 1000,
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  prediction_type: 'epsilon',
};

function lcm(steps: number, config: object = {}): Scheduler {
  return createScheduler({ name: 'lcm', config: { ...upstream, ...config }, steps });
}

describe('LCM', () => {
  it.each([
    [1, 18.7097, 0.0244],
    [10, 197.7616, 0.2575],
  ])('runs the reference loop in %d steps', (steps, sum, mean) => {
    const result = runReferenceLoop(lcm(steps));
    expect(Math.abs(absoluteSum(result) - sum)).toBeLessThan(1e-3);
    expect(Math.abs(absoluteMean(result) - mean)).toBeLessThan(1e-3);
  });

  it('takes its timesteps from the fifty of the distillation', () => {
    expect([...lcm(4).timesteps]).toEqual([999, 759, 499, 259]);
    expect([...lcm(50).timesteps].at(-1)).toBe(19);
  });

  it('ends on the denoised sample without drawing noise', () => {
    const noise = createTorchCpuNoise(5);
    const sample = referenceSample();
    const scheduler = lcm(4);
    const last = scheduler.step({ modelOutput: referenceModel(sample, 259), index: 3, sample, noise });
    expect(last.sample).toEqual(last.denoised);
    expect(noise.normal(16)).toEqual(createTorchCpuNoise(5).normal(16));
  });

  it('refuses more steps than the distillation had', () => {
    expect(() => lcm(51)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it('refuses a distillation longer than the training', () => {
    expect(() => lcm(4, { original_inference_steps: 1001 })).toThrow(
      expect.objectContaining({ code: 'MODEL_UNSUPPORTED' }),
    );
  });
});
