// What Euler and Euler ancestral share: samples carry noise of size sigma instead of being kept at unit variance.
//
// Karras et al. 2022, https://arxiv.org/abs/2206.00364, section 5:
//   sigma -> sigma   x -> sample   D(x; sigma) -> denoised
// The models were trained at unit variance, so the input is divided by sqrt(sigma^2 + 1) and timesteps still name the
// noise.

import { combineTwo } from './elementwise.ts';
import type { PredictionType } from './predicted-sample.ts';
import { leadingTimesteps, linspace, type TimestepSpacing, trailingTimesteps } from './timestep-spacing.ts';

const float32 = Math.fround;

/** Timesteps of a run, noisiest first; "linspace" gives fractional ones. */
export function eulerTimesteps(
  config: { num_train_timesteps: number; timestep_spacing: TimestepSpacing; steps_offset: number },
  steps: number,
): number[] {
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

/** @param sigmas of the run, including the last one that is never fed to the model */
export function initialNoiseSigma(sigmas: Float32Array, spacing: TimestepSpacing): number {
  const largest = Math.max(...sigmas);
  // Leading timesteps stop short of pure noise: the start is noise on top of a sample of unit variance.
  return spacing === 'leading' ? float32(Math.sqrt(float32(float32(largest * largest) + 1))) : largest;
}

export function scaleToUnitVariance(sample: Float32Array, sigma: number): Float32Array {
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

/** One Euler step along dx/dsigma = (x - D) / sigma, by `difference` in sigma. */
export function eulerStep(args: {
  sample: Float32Array;
  denoised: Float32Array;
  sigma: number;
  difference: number;
}): Float32Array {
  const { sample, denoised, sigma, difference } = args;
  return combineTwo(sample, denoised, (x, x0) => x + float32(float32(float32(x - x0) / sigma) * difference));
}

export function addNoiseOfSigma(original: Float32Array, noise: Float32Array, sigma: number): Float32Array {
  return combineTwo(original, noise, (clean, value) => clean + float32(value * sigma));
}
