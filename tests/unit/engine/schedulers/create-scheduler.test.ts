// The door: which configs are taken, which are refused and with what words, and what holds for every scheduler.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTorchCpuNoise } from '../../../../engine/noise/torch-cpu.ts';
import { createScheduler } from '../../../../engine/schedulers/create-scheduler.ts';
import { parseSchedulerConfigText } from '../../../../engine/schedulers/scheduler-config.ts';
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
    ['dpmpp-2m', [999, 749, 500, 250]],
    ['dpmpp-2m-karras', [999, 687, 146, 0]],
    ['lcm', [999, 759, 499, 259]],
  ] as const)('samples a PNDM model with %s, each with its own defaults', (name, expected) => {
    expect(timestepsOf(name)).toEqual(expected);
  });

  it('takes dpmpp-2m-karras for dpmpp-2m with Karras sigmas', () => {
    const karras = { ...stableDiffusion, use_karras_sigmas: true };
    expect(timestepsOf('dpmpp-2m-karras')).toEqual(timestepsOf('dpmpp-2m', karras));
    expect([
      ...createScheduler({ name: 'dpmpp-2m', config: stableDiffusion, steps: 4, karras: true }).timesteps,
    ]).toEqual(timestepsOf('dpmpp-2m-karras'));
  });

  it("lets the user's Karras choice overrule the spread the config names", () => {
    const config = { ...stableDiffusion, use_exponential_sigmas: true };
    expect(timestepsOf('dpmpp-2m-karras', config)).toEqual(timestepsOf('dpmpp-2m-karras'));
    const off = createScheduler({ name: 'euler', config: { use_karras_sigmas: true }, steps: 4, karras: false });
    expect([...off.timesteps]).toEqual(timestepsOf('euler', {}));
  });

  it.each([
    ['euler', { prediction_type: 'flow_prediction' }, 'prediction_type'],
    ['euler-ancestral', { prediction_type: 'sample' }, 'prediction_type'],
    ['ddim', { beta_schedule: 'sigmoid' }, 'beta_schedule'],
    ['dpmpp-2m', { algorithm_type: 'dpmsolver' }, 'algorithm_type'],
    ['dpmpp-2m', { algorithm_type: 'sde-dpmsolver++', solver_order: 3 }, 'solver_order'],
    ['dpmpp-2m', { variance_type: 'learned_range' }, 'variance_type'],
    ['dpmpp-2m', { use_dynamic_shifting: true }, 'use_dynamic_shifting'],
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

  it.each(['ddim', 'euler-ancestral', 'lcm'] as const)('refuses Karras sigmas for %s', (name) => {
    expect(errorOf(() => createScheduler({ name, config: {}, steps: 4, karras: true })).code).toBe('INVALID_INPUT');
  });

  it.each(schedulerNames.flatMap((name) => [0, -1, 2.5, 1001, Number.NaN].map((steps) => [name, steps] as const)))(
    'refuses for %s the step count %d',
    (name, steps) => {
      expect(errorOf(() => createScheduler({ name, config: {}, steps })).code).toBe('INVALID_INPUT');
    },
  );
});

describe('every scheduler', () => {
  it.each(schedulerNames)('%s gives falling timesteps within the training, one for each step', (name) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (steps) => {
        const timesteps = timestepsOf(name, {}, steps);
        expect(timesteps).toHaveLength(steps);
        expect(timesteps.every((timestep) => timestep >= 0 && timestep <= 1000)).toBe(true);
        expect(timesteps.every((timestep, index) => index === 0 || timestep <= (timesteps[index - 1] ?? 0))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it.each(schedulerNames)('%s predicts the clean sample when the model answers exactly', (name) => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 30 }), fc.nat(), (seed, steps, place) => {
        const scheduler = createScheduler({ name, config: { clip_sample: false }, steps });
        const index = place % steps;
        const noise = createTorchCpuNoise(seed);
        const [clean, drawn] = [noise.normal(48), noise.normal(48)];
        const sample = scheduler.addNoise({ original: clean, noise: drawn, index });
        const velocity = drawn.map((value, at) => value - (clean[at] ?? Number.NaN));
        const modelOutput = name === 'flow-match-euler' ? velocity : drawn;
        const { denoised } = scheduler.step({ modelOutput, index, sample, noise });
        const worst = Math.max(...denoised.map((value, at) => Math.abs(value - (clean[at] ?? Number.NaN))));
        // Float32 noise of size 157, the most of these schedules, leaves about four digits of the clean sample.
        expect(worst).toBeLessThan(2e-4);
      }),
      { numRuns: 60 },
    );
  });

  it.each(schedulerNames)('%s leaves its inputs as they were', (name) => {
    const scheduler = createScheduler({ name, config: {}, steps: 4 });
    const noise = createTorchCpuNoise(1);
    const [sample, modelOutput] = [noise.normal(48), noise.normal(48)];
    const before = [sample.slice(), modelOutput.slice()];
    scheduler.scaleModelInput(sample, 1);
    const result = scheduler.step({ modelOutput, index: 1, sample, noise });
    result.sample.fill(0);
    expect([sample, modelOutput]).toEqual(before);
    expect(result.denoised.some((value) => value !== 0)).toBe(true);
  });

  it.each(schedulerNames)('%s names a step outside its schedule and samples of different sizes as bugs', (name) => {
    const scheduler = createScheduler({ name, config: {}, steps: 4 });
    const noise = createTorchCpuNoise(1);
    const [small, large] = [noise.normal(16), noise.normal(48)];
    expect(errorOf(() => scheduler.step({ modelOutput: large, index: 4, sample: large, noise })).code).toBe('INTERNAL');
    expect(errorOf(() => scheduler.step({ modelOutput: small, index: 1, sample: large, noise })).code).toBe('INTERNAL');
  });
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
