// The sampler of latent consistency models: each step predicts the clean sample at once, then noises it for the next.
//
// Luo et al. 2023, "Latent consistency models", https://arxiv.org/abs/2310.04378, algorithm 3 and equation 9:
//   f(z, c, t) -> denoised   c_skip, c_out -> boundary scalings   k -> stride of the distillation schedule
//   sigma_data -> dataDeviation

import { TesseraError } from '../../shared/errors.ts';
import { alphasCumprod } from './betas.ts';
import { combineTwo, valueAt } from './elementwise.ts';
import { limitSample, predictSample } from './predicted-sample.ts';
import type { Scheduler } from './scheduler.ts';
import type { LcmConfig } from './scheduler-config.ts';
import { assertStepsFit } from './timestep-spacing.ts';

const dataDeviation = 0.5;
const float32 = Math.fround;

/**
 * @throws INVALID_INPUT for more steps than the model was distilled for
 * @throws MODEL_UNSUPPORTED when the distillation schedule is longer than the training schedule
 */
export function createLcm(config: LcmConfig, steps: number): Scheduler {
  const timesteps = lcmTimesteps(config, steps);
  const signals = alphasCumprod(config);

  function mixture(index: number): { alpha: number; sigma: number } {
    const signal = valueAt(signals, valueAt(timesteps, index));
    return { alpha: float32(Math.sqrt(signal)), sigma: float32(Math.sqrt(float32(1 - signal))) };
  }

  function noised(clean: Float32Array, noise: Float32Array, index: number): Float32Array {
    const { alpha, sigma } = mixture(index);
    return combineTwo(clean, noise, (value, normal) => float32(alpha * value) + float32(sigma * normal));
  }

  return {
    timesteps: Float32Array.from(timesteps),
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample,

    step({ modelOutput, index, sample, noise }) {
      const predicted = limitSample(
        predictSample(config.prediction_type, { modelOutput, sample, ...mixture(index) }),
        config,
      );
      const { skip, out } = boundaryScalings(valueAt(timesteps, index) * config.timestep_scaling);
      const denoised = combineTwo(predicted, sample, (x0, x) => float32(out * x0) + float32(skip * x));
      // The last step has nothing left to noise: it draws no numbers either.
      if (index === timesteps.length - 1) return { denoised, sample: denoised.slice() };
      return { denoised, sample: noised(denoised, noise.normal(sample.length), index + 1) };
    },

    addNoise: ({ original, noise, index }) => noised(original, noise, index),
  };
}

/** Every few timesteps of the schedule the model was distilled on, noisiest first. */
function lcmTimesteps(config: LcmConfig, steps: number): number[] {
  const distilledSteps = config.original_inference_steps;
  if (distilledSteps > config.num_train_timesteps) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      `The model's scheduler_config.json sets original_inference_steps to ${distilledSteps}, more than the model's ` +
        `${config.num_train_timesteps} training timesteps. Choose another scheduler.`,
      { details: { key: 'original_inference_steps', value: distilledSteps } },
    );
  }
  assertStepsFit(steps, distilledSteps);
  const stride = Math.floor(config.num_train_timesteps / distilledSteps);
  return Array.from({ length: steps }, (_, index) => {
    const skipped = Math.floor(index * (distilledSteps / steps));
    return (distilledSteps - skipped) * stride - 1;
  });
}

/** Equation 9: at time zero the sample passes through untouched. */
function boundaryScalings(scaledTimestep: number): { skip: number; out: number } {
  const dataVariance = dataDeviation ** 2;
  const total = float32(float32(scaledTimestep * scaledTimestep) + dataVariance);
  return { skip: float32(dataVariance / total), out: float32(scaledTimestep / float32(Math.sqrt(total))) };
}
