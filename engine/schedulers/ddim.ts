// DDIM without added noise (eta 0): the same seed always ends in the same picture.
//
// Song et al. 2020, "Denoising diffusion implicit models", https://arxiv.org/abs/2010.02502, equation 12:
//   alpha_t (the paper's, = alpha-bar) -> signal   x_0 -> denoised   epsilon -> epsilon
//   x_(t-1) -> sample of the result

import { alphasCumprod } from './betas.ts';
import { valueAt } from './elementwise.ts';
import { limitSample, predictNoise, predictSample } from './predicted-sample.ts';
import type { Scheduler } from './scheduler.ts';
import type { DdimConfig } from './scheduler-config.ts';
import { assertSignalLeft, mixed, mixtureOf, signalSpace, wholeTimesteps } from './signal-space.ts';

/**
 * @throws INVALID_INPUT for more steps than the model has timesteps
 * @throws MODEL_UNSUPPORTED for a schedule that starts from pure noise while the model predicts noise
 */
export function createDdim(config: DdimConfig, steps: number): Scheduler {
  const timesteps = wholeTimesteps(config, steps);
  const signals = alphasCumprod(config);
  assertSignalLeft(config, { timesteps, signals });
  const finalSignal = config.set_alpha_to_one ? 1 : valueAt(signals, 0);
  const stride = Math.floor(config.num_train_timesteps / steps);

  return {
    ...signalSpace(timesteps, signals),

    step({ modelOutput, index, sample }) {
      const timestep = valueAt(timesteps, index);
      const previous = timestep - stride;
      const { alpha, sigma } = mixtureOf(valueAt(signals, timestep));
      const predicted = predictSample(config.prediction_type, { modelOutput, sample, alpha, sigma });
      const denoised = limitSample(predicted, config);
      // diffusers keeps the noise of the unlimited sample.
      const epsilon = predictNoise(config.prediction_type, { modelOutput, sample, predicted, alpha, sigma });
      const previousSignal = previous >= 0 ? valueAt(signals, previous) : finalSignal;
      return { denoised, sample: mixed(denoised, epsilon, mixtureOf(previousSignal)) };
    },
  };
}
