// The door: which configs are taken, and which are refused with what words.

import { describe, expect, it } from 'vitest';
import { createTorchCpuNoise } from '../../../../engine/noise/torch-cpu.ts';
import { createScheduler } from '../../../../engine/schedulers/create-scheduler.ts';
import { parseSchedulerConfigText } from '../../../../engine/schedulers/parse-scheduler-config.ts';
import { type SchedulerName, schedulerNames } from '../../../../shared/domain/scheduler-name.ts';
import { TesseraError } from '../../../../shared/errors.ts';

/** scheduler_config.json of Stable Diffusion 1.5, as its folder ships it. */
const stableDiffusion = {
  _class_name: 'PNDMScheduler',
  _diffusers_version: '0.6.0',
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  beta_start: 0.00085,
  num_train_timesteps: 1000,
  set_alpha_to_one: false,
  skip_prk_steps: true,
  steps_offset: 1,
  trained_betas: null,
  clip_sample: false,
};

function timestepsOf(name: SchedulerName, config: object = stableDiffusion, steps = 4): number[] {
  return [...createScheduler({ name, config, steps }).timesteps];
}

/** Where three steps with a fixed answer of the model lead. */
function lastSampleOf(name: SchedulerName, config: object): Float32Array {
  const scheduler = createScheduler({ name, config, steps: 3 });
  const noise = createTorchCpuNoise(3);
  const modelOutput = noise.normal(48);
  let sample = noise.normal(48);
  for (const index of scheduler.timesteps.keys()) ({ sample } = scheduler.step({ modelOutput, index, sample, noise }));
  return sample;
}

function errorOf(create: () => unknown): TesseraError {
  try {
    create();
  } catch (error) {
    if (error instanceof TesseraError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('createScheduler', () => {
  it.each([
    ['ddim', [751, 501, 251, 1]],
    ['euler', [999, 666, 333, 0]],
    ['euler-ancestral', [999, 666, 333, 0]],
    ['ddpm', [751, 501, 251, 1]],
    ['pndm', [751, 501, 501, 251, 1]],
    ['lms', [999, 666, 333, 0]],
    ['heun', [999, 666, 666, 333, 333, 0, 0]],
    ['dpmpp-2m-sde', [999, 749, 500, 250]],
    ['dpmpp-2s', [999, 749, 500, 250]],
    ['unipc', [999, 749, 500, 250]],
    ['deis', [999, 749, 500, 250]],
    ['tcd', [999, 759, 499, 259]],
    ['dpmpp-2m', [999, 749, 500, 250]],
    ['dpmpp-2m-karras', [999, 687, 146, 0]],
    ['lcm', [999, 759, 499, 259]],
  ] as const)('samples a PNDM model with %s, each with its own defaults', (name, expected) => {
    expect(timestepsOf(name)).toEqual(expected);
  });

  it('takes dpmpp-2m-karras for dpmpp-2m with Karras sigmas', () => {
    const karras = { ...stableDiffusion, use_karras_sigmas: true };
    expect(timestepsOf('dpmpp-2m-karras')).toEqual(timestepsOf('dpmpp-2m', karras));
    const chosen = createScheduler({ name: 'dpmpp-2m', config: stableDiffusion, steps: 4, sigmaSchedule: 'karras' });
    expect([...chosen.timesteps]).toEqual(timestepsOf('dpmpp-2m-karras'));
  });

  it("lets the user's sigma schedule overrule the spread the config names", () => {
    const config = { ...stableDiffusion, use_exponential_sigmas: true };
    expect(timestepsOf('dpmpp-2m-karras', config)).toEqual(timestepsOf('dpmpp-2m-karras'));
    const beta = createScheduler({ name: 'euler', config, steps: 4, sigmaSchedule: 'beta' });
    expect([...beta.timesteps]).toEqual(timestepsOf('euler', { ...stableDiffusion, use_beta_sigmas: true }));
    const untouched = createScheduler({ name: 'euler', config, steps: 4, sigmaSchedule: 'default' });
    expect([...untouched.timesteps]).toEqual(timestepsOf('euler', config));
  });

  it.each(['dpmpp-2m', 'dpmpp-2m-karras'] as const)('lets the name %s say that no noise is added', (name) => {
    const config = { ...stableDiffusion, algorithm_type: 'sde-dpmsolver++' };
    expect(lastSampleOf(name, config)).toEqual(lastSampleOf(name, stableDiffusion));
    expect(lastSampleOf('dpmpp-2m-sde', stableDiffusion)).not.toEqual(lastSampleOf('dpmpp-2m', stableDiffusion));
  });

  it.each([
    ['euler', { prediction_type: 'flow_prediction' }, 'prediction_type'],
    ['euler-ancestral', { prediction_type: 'sample' }, 'prediction_type'],
    ['ddim', { beta_schedule: 'sigmoid' }, 'beta_schedule'],
    ['dpmpp-2m', { algorithm_type: 'dpmsolver' }, 'algorithm_type'],
    ['dpmpp-2m-sde', { solver_order: 3 }, 'solver_order'],
    ['dpmpp-2m', { variance_type: 'learned_range' }, 'variance_type'],
    ['dpmpp-2m', { use_dynamic_shifting: true }, 'use_dynamic_shifting'],
    ['ddpm', { variance_type: 'learned_range' }, 'variance_type'],
    ['ddpm', { variance_type: 'fixed_large_log' }, 'variance_type'],
    ['pndm', { prediction_type: 'sample' }, 'prediction_type'],
    ['kdpm2', { prediction_type: 'sample' }, 'prediction_type'],
    ['heun', { beta_schedule: 'exp' }, 'beta_schedule'],
    ['unipc', { predict_x0: false }, 'predict_x0'],
    ['unipc', { lower_order_final: false }, 'lower_order_final'],
    ['unipc', { solver_p: ['diffusers', 'DEISMultistepScheduler'] }, 'solver_p'],
    ['deis', { use_flow_sigmas: true, use_karras_sigmas: true }, 'use_flow_sigmas'],
    ['flow-match-euler', { time_shift_type: 'cosine' }, 'time_shift_type'],
    ['lcm', { num_train_timesteps: '1000' }, 'num_train_timesteps'],
  ] as const)('refuses for %s what it does not compute: %o', (name, config, key) => {
    const error = errorOf(() => createScheduler({ name, config, steps: 4 }));
    expect(error.code).toBe('MODEL_UNSUPPORTED');
    expect(error.message).toContain(key);
    expect(error.details).toMatchObject({ key });
  });

  it.each([
    ['ddim', 'EDMEulerScheduler'],
    ['euler', 'FlowMatchEulerDiscreteScheduler'],
    ['flow-match-euler', 'PNDMScheduler'],
    ['lcm', 'CogVideoXDDIMScheduler'],
  ] as const)('refuses to sample with %s a model made for %s', (name, className) => {
    const error = errorOf(() => createScheduler({ name, config: { _class_name: className }, steps: 4 }));
    expect(error.code).toBe('MODEL_UNSUPPORTED');
    expect(error.message).toContain(className);
  });

  it.each([null, 'text', [], 7])('refuses %j for a config', (config) => {
    expect(errorOf(() => createScheduler({ name: 'ddim', config, steps: 4 })).code).toBe('MODEL_UNSUPPORTED');
  });

  it.each(['ddim', 'ddpm', 'pndm', 'euler-ancestral', 'dpmpp-2m-karras', 'lcm', 'tcd'] as const)(
    'refuses a sigma schedule for %s, with the choices there are',
    (name) => {
      for (const sigmaSchedule of ['karras', 'exponential', 'beta'] as const) {
        const error = errorOf(() => createScheduler({ name, config: {}, steps: 4, sigmaSchedule }));
        expect(error).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'sigmas', choices: ['default'] } });
      }
    },
  );

  it('refuses PNDM fewer steps than its warm-up, and a late start into it', () => {
    const warmedUp = { ...stableDiffusion, skip_prk_steps: false };
    expect(errorOf(() => createScheduler({ name: 'pndm', config: warmedUp, steps: 3 }))).toMatchObject({
      code: 'INVALID_INPUT',
      details: { field: 'steps', minimum: 4 },
    });
    const noise = createTorchCpuNoise(1);
    const sample = noise.normal(48);
    for (const index of [5, 13]) {
      const scheduler = createScheduler({ name: 'pndm', config: warmedUp, steps: 10 });
      expect(errorOf(() => scheduler.step({ modelOutput: sample, index, sample, noise }))).toMatchObject({
        code: 'INVALID_INPUT',
        details: { field: 'scheduler' },
      });
    }
  });

  it.each(['heun', 'kdpm2', 'kdpm2-ancestral'] as const)('names a run of %s that starts mid-step a bug', (name) => {
    const noise = createTorchCpuNoise(1);
    const sample = noise.normal(48);
    const scheduler = createScheduler({ name, config: {}, steps: 4 });
    expect(errorOf(() => scheduler.step({ modelOutput: sample, index: 3, sample, noise })).code).toBe('INTERNAL');
  });

  it.each(schedulerNames.flatMap((name) => [0, -1, 2.5, 1001, Number.NaN].map((steps) => [name, steps] as const)))(
    'refuses for %s the step count %d',
    (name, steps) => {
      expect(errorOf(() => createScheduler({ name, config: {}, steps })).code).toBe('INVALID_INPUT');
    },
  );
});

describe('parseSchedulerConfigText', () => {
  it('reads the infinities Python writes, and leaves text alone', () => {
    const text = '{"lambda_min_clipped": -Infinity, "note": "a: Infinity, b", "solver_order": 2}';
    const config = parseSchedulerConfigText(text);
    expect(config).toEqual({ lambda_min_clipped: null, note: 'a: Infinity, b', solver_order: 2 });
    expect(timestepsOf('dpmpp-2m', Object(config))).toEqual(timestepsOf('dpmpp-2m', {}));
  });

  it('names a file that is no JSON', () => {
    expect(errorOf(() => parseSchedulerConfigText('version https://git-lfs.github.com/spec/v1')).code).toBe(
      'MODEL_CORRUPT',
    );
  });
});
