// Euler ancestral: steps further down than asked and adds fresh noise back up.
//
// K. Crowson's sampler, https://github.com/crowsonkb/k-diffusion/blob/v0.1.1/k_diffusion/sampling.py:
//   sigma_i -> from   sigma_up -> up   sigma_down -> down

import { positiveAlphasCumprod } from './betas.ts';
import { valueAt } from './elementwise.ts';
import type { Scheduler } from './scheduler.ts';
import type { EulerAncestralConfig } from './scheduler-config.ts';
import { ancestralStep, eulerStep, noisedBy, predictFromSigma, sigmaSpace, spacedRun } from './sigma-space.ts';
import { trainingSigmas } from './sigmas.ts';

const float32 = Math.fround;

/** @throws INVALID_INPUT for more steps than the model has timesteps */
export function createEulerAncestral(config: EulerAncestralConfig, steps: number): Scheduler {
  const trained = trainingSigmas(positiveAlphasCumprod(config));
  const { timesteps, levels } = spacedRun(config, steps, trained);
  const sigmas = Float32Array.from([...levels, 0]);

  return {
    ...sigmaSpace({ timesteps, levels: sigmas }, config.timestep_spacing),

    step({ modelOutput, index, sample, noise }) {
      const from = valueAt(sigmas, index);
      const { up, down } = ancestralStep(from, valueAt(sigmas, index + 1));
      const denoised = predictFromSigma(config.prediction_type, { modelOutput, sample, sigma: from });
      const stepped = eulerStep({ sample, denoised, sigma: from, difference: float32(down - from) });
      // The last step goes to zero and adds nothing, but torch has drawn its numbers by then, and so do we.
      return { denoised, sample: noisedBy(stepped, noise.normal(sample.length), up) };
    },
  };
}
