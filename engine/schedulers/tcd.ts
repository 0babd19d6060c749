// The sampler of trajectory consistency models: each step jumps past its goal and noises its way back up to it.
//
// Zheng et al. 2024, "Trajectory consistency distillation", https://arxiv.org/abs/2402.19159, algorithm 3:
//   gamma -> gamma   t_n -> next   s = (1 - gamma) t_n -> beyond   x_s -> jumped

import { alphasCumprod } from './betas.ts';
import { distilledTimesteps } from './distilled-timesteps.ts';
import { valueAt } from './elementwise.ts';
import { predictNoise, predictSample } from './predicted-sample.ts';
import type { Scheduler } from './scheduler.ts';
import type { TcdConfig } from './scheduler-config.ts';
import { assertSignalLeft, mixed, mixtureOf, signalSpace } from './signal-space.ts';

const float32 = Math.fround;

/**
 * @param options.strength how much of the schedule is walked, from its end
 * @param options.gamma how far past its goal a step jumps, 0 (draws no noise) to 1; diffusers calls it eta
 * @throws INVALID_INPUT for more steps than the model was distilled for
 * @throws MODEL_UNSUPPORTED when the distillation schedule is longer than the training schedule, or starts without any signal
 */
export function createTcd(
  config: TcdConfig,
  options: { readonly steps: number; readonly gamma: number; readonly strength: number },
): Scheduler {
  const timesteps = distilledTimesteps(config, options.steps, options.strength);
  const signals = alphasCumprod(config);
  assertSignalLeft(config, { timesteps, signals });

  return {
    ...signalSpace(timesteps, signals),

    step({ modelOutput, index, sample, noise }) {
      const { alpha, sigma } = mixtureOf(valueAt(signals, valueAt(timesteps, index)));
      const denoised = predictSample(config.prediction_type, { modelOutput, sample, alpha, sigma });
      const epsilon = predictNoise(config.prediction_type, { modelOutput, sample, predicted: denoised, alpha, sigma });

      const next = timesteps[index + 1] ?? 0;
      const beyond = Math.floor(float32(float32(1 - options.gamma) * next));
      const jumpedSignal = valueAt(signals, beyond);
      const jumped = mixed(denoised, epsilon, mixtureOf(jumpedSignal));
      if (options.gamma === 0 || index === timesteps.length - 1) return { denoised, sample: jumped };
      const kept = mixtureOf(float32(valueAt(signals, next) / jumpedSignal));
      return { denoised, sample: mixed(jumped, noise.normal(sample.length), kept) };
    },
  };
}
