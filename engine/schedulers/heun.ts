// Heun's method on the probability flow of Karras et al.: an Euler step, corrected by the slope at its far end.
//
// Karras et al. 2022, https://arxiv.org/abs/2206.00364, algorithm 1:
//   t_i, t_(i+1) -> from, to   d_i -> slope   d'_i -> farSlope
// Each step but the last, which ends at zero, asks the model twice: even turns predict, odd turns correct.

import { alphasCumprod } from './betas.ts';
import { combineTwo, valueAt } from './elementwise.ts';
import { clipSample } from './predicted-sample.ts';
import { createRunMemory, firstHalf } from './run-memory.ts';
import type { Scheduler } from './scheduler.ts';
import type { HeunConfig } from './scheduler-config.ts';
import { along, predictFromSigma, sigmaSpace, slopeAt, spacedRun, spreadRun } from './sigma-space.ts';
import { trainingSigmas } from './sigmas.ts';

const float32 = Math.fround;

interface Half {
  readonly origin: Float32Array;
  readonly slope: Float32Array;
}

/**
 * @throws INVALID_INPUT for more steps than the model has timesteps
 * @throws MODEL_UNSUPPORTED when the config asks for several sigma schedules at once
 */
export function createHeun(config: HeunConfig, steps: number): Scheduler {
  const trained = trainingSigmas(alphasCumprod(config));
  const { timesteps, levels } = spreadRun(config, spacedRun(config, steps, trained), trained);
  const sigmas = Float32Array.from([...levels, 0]);
  const memory = createRunMemory<Half>(1);
  const turns = { timesteps: twiceButFirst(timesteps), levels: twiceButFirst([...sigmas].slice(0, steps)) };

  return {
    ...sigmaSpace(turns, config.timestep_spacing),
    order: 2,

    step({ modelOutput, index, sample }) {
      const step = Math.floor(index / 2);
      const [from, to] = [valueAt(sigmas, step), valueAt(sigmas, step + 1)];
      const difference = float32(to - from);
      const isFirst = index % 2 === 0;
      const sigma = isFirst ? from : to;
      const predicted = predictFromSigma(config.prediction_type, { modelOutput, sample, sigma });
      const denoised = config.clip_sample ? clipSample(predicted, config.clip_sample_range) : predicted;
      const slope = slopeAt(sample, denoised, sigma);
      if (isFirst) {
        memory.keep(index, { origin: sample, slope });
        return { denoised, sample: along(sample, slope, difference) };
      }
      const half = firstHalf(memory, index);
      const mean = combineTwo(half.slope, slope, (near, far) => float32(near + far) / 2);
      return { denoised, sample: along(half.origin, mean, difference) };
    },
  };
}

/** Every value but the first at the end of one step and again at the start of the next. */
function twiceButFirst(values: readonly number[]): number[] {
  return values.flatMap((value, index) => (index === 0 ? [value] : [value, value]));
}
