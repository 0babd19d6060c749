// DDPM: ancestral sampling along the training schedule, or a part of it, with fresh noise at every step.
//
// Ho et al. 2020, https://arxiv.org/abs/2006.11239, equations 6 and 7 over the visited timesteps:
//   alpha-bar_t, alpha-bar_(t-1) -> signal, previousSignal   beta_t -> beta   beta-tilde_t -> posteriorVariance

import { alphasCumprod } from './betas.ts';
import { combineTwo, valueAt } from './elementwise.ts';
import { limitSample, predictSample } from './predicted-sample.ts';
import type { Scheduler } from './scheduler.ts';
import type { DdpmConfig } from './scheduler-config.ts';
import { assertSignalLeft, mixtureOf, signalSpace, wholeTimesteps } from './signal-space.ts';

const float32 = Math.fround;
/** Keeps the logarithm of the variance finite at the step whose result is certain. */
const smallestVariance = float32(1e-20);

/**
 * @throws INVALID_INPUT for more steps than the model has timesteps
 * @throws MODEL_UNSUPPORTED for a schedule that starts from pure noise while the model predicts noise
 */
export function createDdpm(config: DdpmConfig, steps: number): Scheduler {
  const timesteps = wholeTimesteps(config, steps);
  const signals = alphasCumprod(config);
  assertSignalLeft(config, { timesteps, signals });

  return {
    ...signalSpace(timesteps, signals),

    step({ modelOutput, index, sample, noise }) {
      const timestep = valueAt(timesteps, index);
      const signal = valueAt(signals, timestep);
      const previousSignal = index + 1 < timesteps.length ? valueAt(signals, valueAt(timesteps, index + 1)) : 1;
      const mixture = mixtureOf(signal);
      const predicted = predictSample(config.prediction_type, { modelOutput, sample, ...mixture });
      const denoised = limitSample(predicted, config);

      const { cleanWeight, sampleWeight, deviation } = posterior(config, signal, previousSignal);
      const mean = combineTwo(denoised, sample, (x0, x) => float32(cleanWeight * x0) + float32(sampleWeight * x));
      // At timestep 0 nothing is drawn; a schedule that stops above it draws to the end.
      if (timestep === 0) return { denoised, sample: mean };
      const fresh = noise.normal(sample.length);
      return { denoised, sample: combineTwo(mean, fresh, (value, normal) => value + float32(deviation * normal)) };
    },
  };
}

/** Mean and deviation of the sample one visited timestep earlier, given this one and the clean sample. */
function posterior(
  config: DdpmConfig,
  signal: number,
  previousSignal: number,
): { cleanWeight: number; sampleWeight: number; deviation: number } {
  const noiseShare = float32(1 - signal);
  const previousNoiseShare = float32(1 - previousSignal);
  const alpha = float32(signal / previousSignal);
  const beta = float32(1 - alpha);
  const posteriorVariance = Math.max(float32(float32(previousNoiseShare / noiseShare) * beta), smallestVariance);
  return {
    cleanWeight: float32(float32(float32(Math.sqrt(previousSignal)) * beta) / noiseShare),
    sampleWeight: float32(float32(float32(Math.sqrt(alpha)) * previousNoiseShare) / noiseShare),
    deviation: float32(Math.sqrt(config.variance_type === 'fixed_large' ? beta : posteriorVariance)),
  };
}
