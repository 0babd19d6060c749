// What the samplers after Karras et al. share: samples carry noise of size sigma instead of being kept at unit variance.
//
// Karras et al. 2022, https://arxiv.org/abs/2206.00364, section 5:
//   sigma -> sigma   x -> sample   D(x; sigma) -> denoised
// The models were trained at unit variance, so the input is divided by sqrt(sigma^2 + 1) and timesteps still name the
// noise.

import { combineTwo, valueAt } from './elementwise.ts';
import type { PredictionType } from './predicted-sample.ts';
import type { Scheduler } from './scheduler.ts';
import {
  interpolateSigmas,
  requestedSpread,
  type SigmaSpacingConfig,
  spreadSigmas,
  timestepOfSigma,
} from './sigmas.ts';
import {
  assertStepsFit,
  leadingTimesteps,
  linspace,
  type TimestepSpacing,
  trailingTimesteps,
} from './timestep-spacing.ts';

const float32 = Math.fround;

interface TimestepConfig {
  readonly num_train_timesteps: number;
  readonly timestep_spacing: TimestepSpacing;
  readonly steps_offset: number;
}

interface SpreadConfig extends SigmaSpacingConfig {
  readonly sigma_min?: number | undefined;
  readonly sigma_max?: number | undefined;
}

/** Timesteps and noise levels of a run, noisiest first and without the level it ends at. */
export interface SigmaRun {
  readonly timesteps: readonly number[];
  readonly levels: readonly number[];
}

/**
 * Fractional timesteps of a run and the training schedule's noise there.
 * @throws INVALID_INPUT for more steps than the model has timesteps
 */
export function spacedRun(config: TimestepConfig, steps: number, trained: Float32Array): SigmaRun {
  assertStepsFit(steps, config.num_train_timesteps);
  const timesteps = spacedTimesteps(config, steps);
  return { timesteps, levels: interpolateSigmas(timesteps, trained) };
}

/**
 * The run with its levels spread anew if the config asks for that, between its own ends rather than those of the
 * training.
 * @throws MODEL_UNSUPPORTED when the config asks for several sigma schedules at once
 */
export function spreadRun(config: SpreadConfig, run: SigmaRun, trained: Float32Array): SigmaRun {
  const spread = requestedSpread(config);
  if (spread === undefined) return run;
  const largest = config.sigma_max ?? valueAt(run.levels, 0);
  const smallest = config.sigma_min ?? valueAt(run.levels, run.levels.length - 1);
  const levels = spreadSigmas(spread, { largest, smallest }, run.timesteps.length);
  return { levels, timesteps: levels.map((sigma) => timestepOfSigma(sigma, trained)) };
}

function spacedTimesteps(config: TimestepConfig, steps: number): number[] {
  const trainTimesteps = config.num_train_timesteps;
  switch (config.timestep_spacing) {
    case 'linspace':
      return linspace(0, trainTimesteps - 1, steps)
        .map(float32)
        .toReversed();
    case 'leading':
      return leadingTimesteps({ ratio: Math.floor(trainTimesteps / steps), steps, offset: config.steps_offset });
    case 'trailing':
      return trailingTimesteps({ last: trainTimesteps, trainTimesteps, steps });
  }
}

/**
 * The part of a scheduler that does not depend on the algorithm.
 * @param run.levels the noise of what the model sees at each timestep, which for algorithms that ask it between two
 *   levels is the level between
 */
export function sigmaSpace(
  run: { readonly timesteps: ArrayLike<number>; readonly levels: ArrayLike<number> },
  spacing: TimestepSpacing,
): Omit<Scheduler, 'step'> {
  return {
    order: 1,
    timesteps: Float32Array.from(run.timesteps),
    initNoiseSigma: initialNoiseSigma(run.levels, spacing),
    scaleModelInput: (sample, index) => scaleToUnitVariance(sample, valueAt(run.levels, index)),
    addNoise({ original, noise, index }) {
      const sigma = valueAt(run.levels, index);
      return combineTwo(original, noise, (clean, value) => clean + float32(value * sigma));
    },
  };
}

function initialNoiseSigma(levels: ArrayLike<number>, spacing: TimestepSpacing): number {
  const largest = float32(Math.max(...Array.from(levels)));
  // Leading timesteps stop short of pure noise: the start is noise on top of a sample of unit variance.
  return spacing === 'leading' ? float32(Math.sqrt(float32(float32(largest * largest) + 1))) : largest;
}

function scaleToUnitVariance(sample: Float32Array, sigma: number): Float32Array {
  const deviation = float32(Math.sqrt(float32(float32(sigma * sigma) + 1)));
  return sample.map((value) => value / deviation);
}

/** D(x; sigma) from the model's answer; a new array. */
export function predictFromSigma(
  type: PredictionType,
  args: { modelOutput: Float32Array; sample: Float32Array; sigma: number },
): Float32Array {
  const { modelOutput, sample, sigma } = args;
  switch (type) {
    case 'epsilon':
      return combineTwo(sample, modelOutput, (x, epsilon) => x - float32(sigma * epsilon));
    case 'v_prediction': {
      const variance = float32(float32(sigma * sigma) + 1);
      const outputScale = float32(-sigma / float32(Math.sqrt(variance)));
      return combineTwo(sample, modelOutput, (x, v) => float32(v * outputScale) + float32(x / variance));
    }
    case 'sample':
      return modelOutput.slice();
  }
}

/** dx/dsigma = (x - D) / sigma; a new array. */
export function slopeAt(sample: Float32Array, denoised: Float32Array, sigma: number): Float32Array {
  return combineTwo(sample, denoised, (x, x0) => float32(x - x0) / sigma);
}

/** The sample after going along the slope by `difference` in sigma; a new array. */
export function along(sample: Float32Array, slope: Float32Array, difference: number): Float32Array {
  return combineTwo(sample, slope, (x, derivative) => x + float32(derivative * difference));
}

/** One Euler step by `difference` in sigma, without keeping the slope. */
export function eulerStep(args: {
  sample: Float32Array;
  denoised: Float32Array;
  sigma: number;
  difference: number;
}): Float32Array {
  const { sample, denoised, sigma, difference } = args;
  return combineTwo(sample, denoised, (x, x0) => x + float32(float32(float32(x - x0) / sigma) * difference));
}

/**
 * From one level to the next, further down than asked (`down`) and back up by fresh noise (`up`).
 *
 * K. Crowson's get_ancestral_step (https://github.com/crowsonkb/k-diffusion/blob/v0.1.1/k_diffusion/sampling.py), after
 * the ancestral sampling of Song et al. 2021, https://arxiv.org/abs/2011.13456, appendix F:
 *   sigma_i, sigma_(i+1) -> from, to   sigma_up -> up   sigma_down -> down
 */
export function ancestralStep(from: number, to: number): { up: number; down: number } {
  const fromSquare = float32(from * from);
  const toSquare = float32(to * to);
  const up = float32(Math.sqrt(float32(float32(toSquare * float32(fromSquare - toSquare)) / fromSquare)));
  const downSquare = float32(toSquare - float32(up * up));
  // Where the levels are far apart, rounding eats the difference; algebra says what is left.
  return { up, down: downSquare > 0 ? float32(Math.sqrt(downSquare)) : float32(toSquare / from) };
}

/** The sample under fresh noise of size `up`; a new array. */
export function noisedBy(sample: Float32Array, fresh: Float32Array, up: number): Float32Array {
  return combineTwo(sample, fresh, (value, normal) => value + float32(normal * up));
}
