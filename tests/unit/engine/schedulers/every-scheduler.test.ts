// What holds for every scheduler: shapes, limits, ownership, and runs that end where they should.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTorchCpuNoise } from '../../../../engine/noise/torch-cpu.ts';
import { createScheduler } from '../../../../engine/schedulers/create-scheduler.ts';
import type { Scheduler } from '../../../../engine/schedulers/scheduler.ts';
import {
  type SchedulerName,
  type SigmaSchedule,
  schedulerNames,
  sigmaSchedules,
} from '../../../../shared/domain/scheduler-name.ts';
import { TesseraError } from '../../../../shared/errors.ts';

/** The noise Stable Diffusion 1.5 was trained with. */
const stableDiffusion = {
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  beta_start: 0.00085,
  set_alpha_to_one: false,
  skip_prk_steps: true,
  steps_offset: 1,
  clip_sample: false,
};

function errorOf(create: () => unknown): TesseraError {
  try {
    create();
  } catch (error) {
    if (error instanceof TesseraError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Runs a small sample to the end; everything but a refusal in words is thrown on. */
function outcomeOf(
  name: SchedulerName,
  config: object,
  steps: number,
  { sigmaSchedule, start = 0 }: { readonly sigmaSchedule?: SigmaSchedule; readonly start?: number } = {},
): string {
  try {
    const scheduler = createScheduler({ name, config, steps, sigmaSchedule });
    const noise = createTorchCpuNoise(steps);
    const first = start * scheduler.order;
    const [clean, drawn] = [noise.normal(16), noise.normal(16)];
    let sample: Float32Array =
      start === 0
        ? drawn.map((value) => value * scheduler.initNoiseSigma)
        : scheduler.addNoise({ original: clean, noise: drawn, index: first });
    const seen: number[] = [];
    for (let index = first; index < scheduler.timesteps.length; index += 1) {
      const modelOutput = scheduler.scaleModelInput(sample, index).map((value) => value * 0.9 + 0.01);
      const step = scheduler.step({ modelOutput, index, sample, noise });
      sample = step.sample;
      seen.push(...sample, ...step.denoised, scheduler.timesteps[index] ?? Number.NaN);
    }
    return seen.every(Number.isFinite) && sample.length === 16 ? 'finite' : 'not finite';
  } catch (error) {
    if (error instanceof TesseraError && error.message.endsWith('.')) return `refused: ${error.code}`;
    throw error;
  }
}

/** The noise, or for a flow the velocity, that leads from the clean sample to this one. */
function exactAnswer(
  scheduler: Scheduler,
  { clean, sample, index }: { readonly clean: Float32Array; readonly sample: Float32Array; readonly index: number },
): Float32Array {
  const nothing = new Float32Array(1);
  const one = Float32Array.of(1);
  const [alpha = 1] = scheduler.addNoise({ original: one, noise: nothing, index });
  const [sigma = 1] = scheduler.addNoise({ original: nothing, noise: one, index });
  const isFlow = Math.abs(alpha + sigma - 1) < 1e-6;
  return sample.map((value, at) => {
    const noise = (value - alpha * (clean[at] ?? Number.NaN)) / sigma;
    return isFlow ? noise - (clean[at] ?? Number.NaN) : noise;
  });
}

/** PNDM in its short form; the long one needs four steps and cannot start late. */
const defaults = { skip_prk_steps: true };
const spacings = ['linspace', 'leading', 'trailing'] as const;

describe('every scheduler', () => {
  it.each(schedulerNames)('%s gives timesteps within the training, falling from step to step', (name) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (steps) => {
        const scheduler = createScheduler({ name, config: defaults, steps });
        const timesteps = [...scheduler.timesteps];
        const starts = timesteps.filter((_, index) => index % scheduler.order === 0);
        // PLMS visits its second timestep twice.
        expect(starts).toHaveLength(name === 'pndm' && steps > 1 ? steps + 1 : steps);
        expect(timesteps.every((timestep) => timestep >= 0 && timestep <= 1000)).toBe(true);
        expect(starts.every((timestep, index) => index === 0 || timestep <= (starts[index - 1] ?? 0))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it.each(schedulerNames)('%s predicts the clean sample when the model answers exactly', (name) => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 30 }), fc.nat(), (seed, steps, place) => {
        const scheduler = createScheduler({ name, config: { ...defaults, clip_sample: false }, steps });
        const index = (place % steps) * scheduler.order;
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

  it.each(schedulerNames)('%s arrives at the clean sample when the model knows it', (name) => {
    fc.assert(
      // One leading step starts at the last timestep, where pure noise has no business.
      fc.property(fc.integer({ min: 2, max: 25 }), (steps) => {
        const scheduler = createScheduler({ name, config: stableDiffusion, steps });
        const noise = createTorchCpuNoise(steps);
        const clean = noise.normal(48);
        let sample: Float32Array = noise.normal(48).map((value) => value * scheduler.initNoiseSigma);
        let denoised = sample;
        for (const index of scheduler.timesteps.keys()) {
          const modelOutput = exactAnswer(scheduler, { clean, sample, index });
          ({ sample, denoised } = scheduler.step({ modelOutput, index, sample, noise }));
        }
        const far = (values: Float32Array) =>
          Math.max(...values.map((value, at) => Math.abs(value - (clean[at] ?? Number.NaN))));
        expect(far(denoised)).toBeLessThan(1e-3);
        // Some end at the smallest noise of the training, which is a few hundredths of a standard deviation.
        expect(far(sample)).toBeLessThan(0.25);
      }),
      { numRuns: 25 },
    );
  });

  const cases = schedulerNames.flatMap((name) => spacings.map((spacing) => [name, spacing] as const));

  it.each(cases)('%s, %s: 1 to 150 steps stay finite or are refused with a sentence', (name, spacing) => {
    for (let steps = 1; steps <= 150; steps += 1) {
      const outcome = outcomeOf(name, { ...stableDiffusion, timestep_spacing: spacing }, steps);
      expect(outcome, `${steps} steps`).toBe(
        (name === 'lcm' || name === 'tcd') && steps > 50 ? 'refused: INVALID_INPUT' : 'finite',
      );
    }
  });

  it('stays finite or refuses with a sentence over configs, sigma schedules and late starts', () => {
    fc.assert(
      fc.property(
        fc.record({
          name: fc.constantFrom(...schedulerNames),
          steps: fc.integer({ min: 1, max: 150 }),
          sigmaSchedule: fc.constantFrom(...sigmaSchedules),
          kept: fc.double({ min: 0, max: 1, noNaN: true }),
          config: fc.record({
            beta_schedule: fc.constantFrom('linear', 'scaled_linear', 'squaredcos_cap_v2'),
            prediction_type: fc.constantFrom('epsilon', 'v_prediction', 'sample'),
            timestep_spacing: fc.constantFrom(...spacings),
            rescale_betas_zero_snr: fc.boolean(),
            final_sigmas_type: fc.constantFrom('zero', 'sigma_min'),
            steps_offset: fc.constantFrom(0, 1),
            set_alpha_to_one: fc.boolean(),
            skip_prk_steps: fc.boolean(),
            lower_order_final: fc.boolean(),
            solver_order: fc.constantFrom(1, 2, 3),
            solver_type: fc.constantFrom('midpoint', 'heun', 'bh1', 'bh2'),
            thresholding: fc.boolean(),
          }),
        }),
        ({ name, steps, sigmaSchedule, kept, config }) => {
          const start = Math.min(steps - 1, Math.floor((1 - kept) * steps));
          expect(outcomeOf(name, config, steps, { sigmaSchedule, start })).toMatch(
            /^(finite|refused: (INVALID_INPUT|MODEL_UNSUPPORTED))$/,
          );
        },
      ),
      { numRuns: 600 },
    );
  });

  it.each(schedulerNames)('%s leaves its inputs as they were', (name) => {
    const scheduler = createScheduler({ name, config: defaults, steps: 4 });
    const noise = createTorchCpuNoise(1);
    const [sample, modelOutput] = [noise.normal(48), noise.normal(48)];
    const before = [sample.slice(), modelOutput.slice()];
    scheduler.scaleModelInput(sample, 2);
    const result = scheduler.step({ modelOutput, index: 2, sample, noise });
    result.sample.fill(0);
    expect([sample, modelOutput]).toEqual(before);
    expect(result.denoised.some((value) => value !== 0)).toBe(true);
  });

  it.each(schedulerNames)('%s names a step outside its schedule and samples of different sizes as bugs', (name) => {
    const scheduler = createScheduler({ name, config: defaults, steps: 4 });
    const noise = createTorchCpuNoise(1);
    const [small, large] = [noise.normal(16), noise.normal(48)];
    const outside = scheduler.timesteps.length;
    expect(errorOf(() => scheduler.step({ modelOutput: large, index: outside, sample: large, noise })).code).toBe(
      'INTERNAL',
    );
    expect(errorOf(() => scheduler.step({ modelOutput: small, index: 2, sample: large, noise })).code).toBe('INTERNAL');
  });
});
