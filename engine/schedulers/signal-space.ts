// What DDIM, DDPM, PNDM, LCM and TCD share: samples stay at unit variance, a mixture of clean sample and noise.
//
// Ho et al. 2020, https://arxiv.org/abs/2006.11239, equation 4:   x_t = alpha x_0 + sigma epsilon
//   alpha-bar_t -> signal   sqrt(alpha-bar_t) -> alpha   sqrt(1 - alpha-bar_t) -> sigma

import { TesseraError } from '../../shared/errors.ts';
import { combineTwo, valueAt } from './elementwise.ts';
import type { Scheduler } from './scheduler.ts';
import {
  assertStepsFit,
  assertTimestepsTrained,
  leadingTimesteps,
  linspace,
  roundHalfToEven,
  type TimestepSpacing,
  trailingTimesteps,
} from './timestep-spacing.ts';

const float32 = Math.fround;

export interface Mixture {
  readonly alpha: number;
  readonly sigma: number;
}

export function mixtureOf(signal: number): Mixture {
  return { alpha: float32(Math.sqrt(signal)), sigma: float32(Math.sqrt(float32(1 - signal))) };
}

/** alpha * clean + sigma * noise; a new sample. */
export function mixed(clean: Float32Array, noise: Float32Array, { alpha, sigma }: Mixture): Float32Array {
  return combineTwo(clean, noise, (value, normal) => float32(alpha * value) + float32(sigma * normal));
}

/** The part of a scheduler that does not depend on the algorithm, once its timesteps are chosen. */
export function signalSpace(timesteps: readonly number[], signals: Float32Array): Omit<Scheduler, 'step'> {
  return {
    order: 1,
    timesteps: Float32Array.from(timesteps),
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample,
    addNoise: ({ original, noise, index }) =>
      mixed(original, noise, mixtureOf(valueAt(signals, valueAt(timesteps, index)))),
  };
}

/**
 * Whole timesteps of a run, noisiest first.
 * @throws INVALID_INPUT for more steps than the model has timesteps
 */
export function wholeTimesteps(
  config: {
    readonly num_train_timesteps: number;
    readonly timestep_spacing: TimestepSpacing;
    readonly steps_offset: number;
  },
  steps: number,
): number[] {
  assertStepsFit(steps, config.num_train_timesteps);
  const timesteps = spaced(config.timestep_spacing);
  assertTimestepsTrained(timesteps, config.num_train_timesteps);
  return timesteps;

  function spaced(spacing: TimestepSpacing): number[] {
    const trainTimesteps = config.num_train_timesteps;
    switch (spacing) {
      case 'linspace':
        return linspace(0, trainTimesteps - 1, steps)
          .map(roundHalfToEven)
          .toReversed();
      case 'leading':
        return leadingTimesteps({ ratio: Math.floor(trainTimesteps / steps), steps, offset: config.steps_offset });
      case 'trailing':
        return trailingTimesteps({ last: trainTimesteps, trainTimesteps, steps });
    }
  }
}

/** @throws MODEL_UNSUPPORTED for a schedule that starts from pure noise while the model predicts noise */
export function assertSignalLeft(
  config: { readonly prediction_type: string },
  { timesteps, signals }: { readonly timesteps: readonly number[]; readonly signals: Float32Array },
): void {
  if (config.prediction_type !== 'epsilon' || timesteps.every((timestep) => valueAt(signals, timestep) > 0)) return;
  throw new TesseraError(
    'MODEL_UNSUPPORTED',
    "The model's scheduler_config.json starts at zero signal (rescale_betas_zero_snr), from where this scheduler cannot " +
      'sample a model that predicts noise. Choose another scheduler.',
    { details: { key: 'rescale_betas_zero_snr' } },
  );
}
