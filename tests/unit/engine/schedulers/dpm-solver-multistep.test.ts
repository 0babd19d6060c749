// DPM-Solver++ against the numbers of diffusers' own tests, at its tolerances
// (tests/schedulers/test_scheduler_dpm_multi.py).

import { describe, expect, it } from 'vitest';
import { createTorchCpuNoise } from '../../../../engine/noise/torch-cpu.ts';
import { createScheduler } from '../../../../engine/schedulers/create-scheduler.ts';
import type { Scheduler } from '../../../../engine/schedulers/scheduler.ts';
import {
  absoluteMean,
  absoluteSum,
  imageOf,
  referenceModel,
  referenceSample,
  runNoisedReferenceLoop,
  runReferenceLoop,
} from './reference-loop.ts';

const upstream = {
  _class_name: 'DPMSolverMultistepScheduler',
  num_train_timesteps: 1000,
  beta_start: 0.0001,
  beta_end: 0.02,
  beta_schedule: 'linear',
  solver_order: 2,
  prediction_type: 'epsilon',
  thresholding: false,
  sample_max_value: 1,
  algorithm_type: 'dpmsolver++',
  solver_type: 'midpoint',
  lower_order_final: false,
  euler_at_final: false,
  lambda_min_clipped: null,
  variance_type: null,
  final_sigmas_type: 'sigma_min',
};

function dpmSolver(config: object = {}, steps = 10): Scheduler {
  return createScheduler({ name: 'dpmpp-2m', config: { ...upstream, ...config }, steps });
}

describe('DPM-Solver++', () => {
  it.each([
    ['epsilon', {}, 0.3301],
    ['v prediction', { prediction_type: 'v_prediction' }, 0.2251],
    ['Karras sigmas, v prediction', { prediction_type: 'v_prediction', use_karras_sigmas: true }, 0.2096],
    ['Lu lambdas, v prediction', { prediction_type: 'v_prediction', use_lu_lambdas: true }, 0.1554],
  ])('runs the reference loop: %s', (_, config, mean) => {
    expect(Math.abs(absoluteMean(runReferenceLoop(dpmSolver(config))) - mean)).toBeLessThan(1e-3);
  });

  it('thresholds each image by its own values', () => {
    const config = { thresholding: true, dynamic_thresholding_ratio: 0.87, sample_max_value: 0.5 };
    const images = [0, 1, 2, 3].map((place) =>
      runReferenceLoop(dpmSolver(config), { sample: imageOf(referenceSample(), place) }),
    );
    const mean = images.reduce((sum, image) => sum + absoluteMean(image), 0) / images.length;
    expect(Math.abs(mean - 1.1364)).toBeLessThan(1e-3);
  });

  it('starts late from a noised sample', () => {
    const result = runNoisedReferenceLoop(dpmSolver(), 5);
    expect(Math.abs(absoluteSum(result) - 318.4111)).toBeLessThan(1e-2);
    expect(Math.abs(absoluteMean(result) - 0.4146)).toBeLessThan(1e-3);
  });

  it('forgets the run before when it is started over', () => {
    const scheduler = dpmSolver();
    const first = runReferenceLoop(scheduler);
    expect(runReferenceLoop(scheduler)).toEqual(first);
  });

  it('uses the predictions it remembers: the second step is not that of a fresh run', () => {
    const [remembering, fresh] = [dpmSolver(), dpmSolver()];
    const noise = createTorchCpuNoise(0);
    const sample = referenceSample();
    const modelOutput = referenceModel(sample, 500);
    remembering.step({ modelOutput, index: 0, sample, noise });
    const second = remembering.step({ modelOutput: referenceModel(sample, 3), index: 1, sample, noise });
    const alone = fresh.step({ modelOutput: referenceModel(sample, 3), index: 1, sample, noise });
    expect(second.denoised).toEqual(alone.denoised);
    expect(second.sample).not.toEqual(alone.sample);
  });

  it('gives one timestep for each step, even for all of them', () => {
    expect(dpmSolver({}, 1000).timesteps).toHaveLength(1000);
  });

  it.each([1, 2, 3])('stays finite at order %d with either solver', (order) => {
    const midpoint = runReferenceLoop(dpmSolver({ solver_order: order }, 25));
    const heun = runReferenceLoop(dpmSolver({ solver_order: order, solver_type: 'heun' }, 25));
    expect([...midpoint, ...heun].every(Number.isFinite)).toBe(true);
  });
});
