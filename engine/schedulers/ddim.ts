// DDIM without added noise (eta 0): the same seed always ends in the same picture.
//
// Song et al. 2020, "Denoising diffusion implicit models", https://arxiv.org/abs/2010.02502, equation 12:
//   alpha_t (the paper's, = alpha-bar) -> signal   x_0 -> denoised   epsilon -> epsilon
//   x_(t-1) -> sample of the result

import { TesseraError } from '../../shared/errors.ts';
import { alphasCumprod } from './betas.ts';
import { combineTwo, valueAt } from './elementwise.ts';
import { limitSample, predictSample } from './predicted-sample.ts';
import type { Scheduler } from './scheduler.ts';
import type { DdimConfig } from './scheduler-config.ts';
import {
  assertStepsFit,
  assertTimestepsTrained,
  leadingTimesteps,
  linspace,
  roundHalfToEven,
  trailingTimesteps,
} from './timestep-spacing.ts';

const float32 = Math.fround;

/**
 * @throws INVALID_INPUT for more steps than the model has timesteps
 * @throws MODEL_UNSUPPORTED for a schedule that starts from pure noise while the model predicts noise
 */
export function createDdim(config: DdimConfig, steps: number): Scheduler {
  const trainTimesteps = config.num_train_timesteps;
  assertStepsFit(steps, trainTimesteps);
  const timesteps = ddimTimesteps(config, steps);
  assertTimestepsTrained(timesteps, trainTimesteps);
  const signals = alphasCumprod(config);
  const finalSignal = config.set_alpha_to_one ? 1 : valueAt(signals, 0);
  const stride = Math.floor(trainTimesteps / steps);

  if (config.prediction_type === 'epsilon' && timesteps.some((timestep) => valueAt(signals, timestep) === 0)) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      "The model's scheduler_config.json starts at zero signal (rescale_betas_zero_snr), from where DDIM cannot sample a " +
        'model that predicts noise. Choose another scheduler.',
      { details: { key: 'rescale_betas_zero_snr' } },
    );
  }

  return {
    timesteps: Float32Array.from(timesteps),
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample,

    step({ modelOutput, index, sample }) {
      const timestep = valueAt(timesteps, index);
      const previous = timestep - stride;
      const signal = valueAt(signals, timestep);
      const previousSignal = previous >= 0 ? valueAt(signals, previous) : finalSignal;
      const alpha = float32(Math.sqrt(signal));
      const sigma = float32(Math.sqrt(float32(1 - signal)));

      const predicted = predictSample(config.prediction_type, { modelOutput, sample, alpha, sigma });
      const denoised = limitSample(predicted, config);
      const epsilon = impliedNoise(config.prediction_type, { modelOutput, sample, predicted, alpha, sigma });

      const previousAlpha = float32(Math.sqrt(previousSignal));
      const previousSigma = float32(Math.sqrt(float32(1 - previousSignal)));
      return {
        denoised,
        sample: combineTwo(
          denoised,
          epsilon,
          (x0, noise) => float32(previousAlpha * x0) + float32(previousSigma * noise),
        ),
      };
    },

    addNoise({ original, noise, index }) {
      const signal = valueAt(signals, valueAt(timesteps, index));
      const alpha = float32(Math.sqrt(signal));
      const sigma = float32(Math.sqrt(float32(1 - signal)));
      return combineTwo(original, noise, (clean, value) => float32(alpha * clean) + float32(sigma * value));
    },
  };
}

function ddimTimesteps(config: DdimConfig, steps: number): number[] {
  const trainTimesteps = config.num_train_timesteps;
  switch (config.timestep_spacing) {
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

/** The noise the model saw, before its predicted sample was limited: diffusers keeps it unlimited too. */
function impliedNoise(
  type: DdimConfig['prediction_type'],
  args: { modelOutput: Float32Array; sample: Float32Array; predicted: Float32Array; alpha: number; sigma: number },
): Float32Array {
  const { modelOutput, sample, predicted, alpha, sigma } = args;
  switch (type) {
    case 'epsilon':
      return modelOutput;
    case 'v_prediction':
      return combineTwo(modelOutput, sample, (v, x) => float32(alpha * v) + float32(sigma * x));
    case 'sample':
      return combineTwo(sample, predicted, (x, x0) => float32(x - float32(alpha * x0)) / sigma);
  }
}
