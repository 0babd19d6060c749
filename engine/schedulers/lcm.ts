// The sampler of latent consistency models: each step predicts the clean sample at once, then noises it for the next.
//
// Luo et al. 2023, "Latent consistency models", https://arxiv.org/abs/2310.04378, algorithm 3 and equation 9:
//   f(z, c, t) -> denoised   c_skip, c_out -> boundary scalings   sigma_data -> dataDeviation

import { alphasCumprod } from './betas.ts';
import { distilledTimesteps } from './distilled-timesteps.ts';
import { combineTwo, valueAt } from './elementwise.ts';
import { limitSample, predictSample } from './predicted-sample.ts';
import type { Scheduler } from './scheduler.ts';
import type { LcmConfig } from './scheduler-config.ts';
import { assertSignalLeft, type Mixture, mixed, mixtureOf, signalSpace } from './signal-space.ts';

const dataDeviation = 0.5;
const float32 = Math.fround;

/**
 * @param options.strength how much of the schedule is walked, from its end
 * @throws INVALID_INPUT for more steps than the model was distilled for
 * @throws MODEL_UNSUPPORTED when the distillation schedule is longer than the training schedule
 */
export function createLcm(
  config: LcmConfig,
  { steps, strength }: { readonly steps: number; readonly strength: number },
): Scheduler {
  const timesteps = distilledTimesteps(config, steps, strength);
  const signals = alphasCumprod(config);
  assertSignalLeft(config, { timesteps, signals });

  function mixtureAt(index: number): Mixture {
    return mixtureOf(valueAt(signals, valueAt(timesteps, index)));
  }

  return {
    ...signalSpace(timesteps, signals),

    step({ modelOutput, index, sample, noise }) {
      const predicted = limitSample(
        predictSample(config.prediction_type, { modelOutput, sample, ...mixtureAt(index) }),
        config,
      );
      const { skip, out } = boundaryScalings(valueAt(timesteps, index) * config.timestep_scaling);
      const denoised = combineTwo(predicted, sample, (x0, x) => float32(out * x0) + float32(skip * x));
      // The last step has nothing left to noise: it draws no numbers either.
      if (index === timesteps.length - 1) return { denoised, sample: denoised.slice() };
      return { denoised, sample: mixed(denoised, noise.normal(sample.length), mixtureAt(index + 1)) };
    },
  };
}

/** Equation 9: at time zero the sample passes through untouched. */
function boundaryScalings(scaledTimestep: number): { skip: number; out: number } {
  const dataVariance = dataDeviation ** 2;
  const total = float32(float32(scaledTimestep * scaledTimestep) + dataVariance);
  return { skip: float32(dataVariance / total), out: float32(scaledTimestep / float32(Math.sqrt(total))) };
}
