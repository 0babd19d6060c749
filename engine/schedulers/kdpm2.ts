// KDPM2 (the field's "DPM2") and its ancestral variant: midpoint steps on the probability flow of Karras et al.
//
// Karras et al. 2022, https://arxiv.org/abs/2206.00364, section 3 and appendix D.2, with the middle between two levels in
// the logarithm of sigma, as in K. Crowson's sample_dpm_2 and sample_dpm_2_ancestral
// (https://github.com/crowsonkb/k-diffusion/blob/v0.1.1/k_diffusion/sampling.py):
//   sigma_i -> from   sigma_mid -> middle   sigma_(i+1) or sigma_down -> to   sigma_up -> up
// Each step but the last, which ends at zero, asks the model twice: even turns go to the middle, odd turns use its slope.

import { alphasCumprod } from './betas.ts';
import { valueAt } from './elementwise.ts';
import { createRunMemory, firstHalf } from './run-memory.ts';
import type { Scheduler } from './scheduler.ts';
import type { Kdpm2Config } from './scheduler-config.ts';
import {
  along,
  ancestralStep,
  noisedBy,
  predictFromSigma,
  sigmaSpace,
  slopeAt,
  spacedRun,
  spreadRun,
} from './sigma-space.ts';
import { timestepOfSigma, trainingSigmas } from './sigmas.ts';
import { roundHalfToEven } from './timestep-spacing.ts';

const float32 = Math.fround;

interface MidpointStep {
  readonly from: number;
  readonly middle: number;
  readonly to: number;
  /** Size of the fresh noise; undefined draws none. */
  readonly up: number | undefined;
}

/**
 * @throws INVALID_INPUT for more steps than the model has timesteps
 * @throws MODEL_UNSUPPORTED when the config asks for several sigma schedules at once
 */
export function createKdpm2(config: Kdpm2Config, steps: number): Scheduler {
  return midpointScheduler(config, steps, (from, next) => ({
    from,
    middle: between(from, next),
    to: next,
    up: undefined,
  }));
}

/** @throws as createKdpm2 */
export function createKdpm2Ancestral(config: Kdpm2Config, steps: number): Scheduler {
  return midpointScheduler(config, steps, (from, next) => {
    const { up, down } = ancestralStep(from, next);
    return { from, middle: between(from, down), to: down, up };
  });
}

function midpointScheduler(
  config: Kdpm2Config,
  steps: number,
  plan: (from: number, next: number) => MidpointStep,
): Scheduler {
  const trained = trainingSigmas(alphasCumprod(config));
  const run = spreadRun(config, spacedRun(config, steps, trained), trained);
  // Of all spreads only this one has its timesteps rounded in diffusers.
  const timesteps = config.use_karras_sigmas ? run.timesteps.map(roundHalfToEven) : run.timesteps;
  const sigmas = Float32Array.from([...run.levels, 0]);
  const planned = timesteps.map((_, step) => plan(valueAt(sigmas, step), valueAt(sigmas, step + 1)));
  const turns = planned.flatMap(({ from, middle }, step) => {
    const first = { timestep: valueAt(timesteps, step), level: from };
    // The last step goes straight to zero.
    return step === steps - 1 ? [first] : [first, { timestep: timestepOfSigma(middle, trained), level: middle }];
  });
  const memory = createRunMemory<Float32Array>(1);

  return {
    ...sigmaSpace(
      { timesteps: turns.map(({ timestep }) => timestep), levels: turns.map(({ level }) => level) },
      config.timestep_spacing,
    ),
    order: 2,

    step({ modelOutput, index, sample, noise }) {
      const step = Math.floor(index / 2);
      const { from, middle, to, up } = valueAt(planned, step);
      const isFirst = index % 2 === 0;
      const sigma = isFirst ? from : middle;
      const denoised = predictFromSigma(config.prediction_type, { modelOutput, sample, sigma });
      const slope = slopeAt(sample, denoised, sigma);
      if (isFirst) {
        memory.keep(index, sample);
        return { denoised, sample: along(sample, slope, float32(middle - from)) };
      }
      const stepped = along(firstHalf(memory, index), slope, float32(to - from));
      return { denoised, sample: up === undefined ? stepped : noisedBy(stepped, noise.normal(sample.length), up) };
    },
  };
}

/** The geometric mean; zero when the step ends there. */
function between(from: number, to: number): number {
  if (to === 0) return 0;
  const [upper, lower] = [float32(Math.log(from)), float32(Math.log(to))];
  return float32(Math.exp(float32(lower - float32(float32(lower - upper) / 2))));
}
