// Euler's method on the probability flow of Karras et al., without added noise.
//
// Karras et al. 2022, https://arxiv.org/abs/2206.00364, algorithm 2 with S_churn = 0 and no second-order correction:
//   t_i (the paper's noise level) -> sigmas[i]   d_i -> (sample - denoised) / sigma   t_(i+1) - t_i -> difference

import { positiveAlphasCumprod, torchLinspace } from './betas.ts';
import { valueAt } from './elementwise.ts';
import type { Scheduler } from './scheduler.ts';
import type { EulerConfig } from './scheduler-config.ts';
import { eulerStep, predictFromSigma, type SigmaRun, sigmaSpace, spacedRun, spreadRun } from './sigma-space.ts';
import { trainingSigmas } from './sigmas.ts';

const float32 = Math.fround;

/**
 * @throws INVALID_INPUT for more steps than the model has timesteps
 * @throws MODEL_UNSUPPORTED when the config asks for several sigma schedules at once
 */
export function createEuler(config: EulerConfig, steps: number): Scheduler {
  const { timesteps, sigmas } = eulerSchedule(config, steps);
  const prediction = config.prediction_type === 'original_sample' ? 'sample' : config.prediction_type;

  return {
    ...sigmaSpace({ timesteps, levels: sigmas }, config.timestep_spacing),

    step({ modelOutput, index, sample }) {
      const sigma = valueAt(sigmas, index);
      const difference = float32(valueAt(sigmas, index + 1) - sigma);
      const denoised = predictFromSigma(prediction, { modelOutput, sample, sigma });
      return { denoised, sample: eulerStep({ sample, denoised, sigma, difference }) };
    },
  };
}

function eulerSchedule(config: EulerConfig, steps: number): { timesteps: Float32Array; sigmas: Float32Array } {
  const trained = trainingSigmas(positiveAlphasCumprod(config));
  const { timesteps, levels } = spreadRun(config, unspreadRun(config, steps, trained), trained);
  const last = config.final_sigmas_type === 'zero' ? 0 : valueAt(trained, 0);
  const sigmas = Float32Array.from([...levels, last]);

  // EDM models (v-prediction trained on continuous noise) are fed the noise level itself.
  if (config.timestep_type === 'continuous' && config.prediction_type === 'v_prediction') {
    return { sigmas, timesteps: sigmas.subarray(0, steps).map((sigma) => 0.25 * float32(Math.log(sigma))) };
  }
  return { sigmas, timesteps: Float32Array.from(timesteps) };
}

function unspreadRun(config: EulerConfig, steps: number, trained: Float32Array): SigmaRun {
  const run = spacedRun(config, steps, trained);
  if (config.interpolation_type === 'linear') return run;
  const [smallest, largest] = [valueAt(trained, 0), valueAt(trained, trained.length - 1)];
  // One level more than the run has steps, as diffusers counts them: the run then ends at the smallest sigma, not at
  // zero.
  const levels = torchLinspace(Math.log(largest), Math.log(smallest), steps + 1).map(Math.exp);
  return { timesteps: run.timesteps, levels: Array.from(levels) };
}
