// Euler ancestral: steps further down than asked and adds fresh noise back up.
//
// K. Crowson's sampler (https://github.com/crowsonkb/k-diffusion/blob/v0.1.1/k_diffusion/sampling.py,
// get_ancestral_step), after the ancestral sampling of Song et al. 2021, https://arxiv.org/abs/2011.13456, appendix F:
//   sigma_i, sigma_(i+1) -> from, to   sigma_up -> up   sigma_down -> down

import { positiveAlphasCumprod } from './betas.ts';
import { combineTwo, valueAt } from './elementwise.ts';
import {
  addNoiseOfSigma,
  eulerStep,
  eulerTimesteps,
  initialNoiseSigma,
  predictFromSigma,
  scaleToUnitVariance,
} from './euler-family.ts';
import type { Scheduler } from './scheduler.ts';
import type { EulerAncestralConfig } from './scheduler-config.ts';
import { interpolateSigmas, trainingSigmas } from './sigmas.ts';
import { assertStepsFit } from './timestep-spacing.ts';

const float32 = Math.fround;

/** @throws INVALID_INPUT for more steps than the model has timesteps */
export function createEulerAncestral(config: EulerAncestralConfig, steps: number): Scheduler {
  assertStepsFit(steps, config.num_train_timesteps);
  const timesteps = eulerTimesteps(config, steps);
  const trained = trainingSigmas(positiveAlphasCumprod(config));
  const sigmas = Float32Array.from([...interpolateSigmas(timesteps, trained), 0]);

  return {
    timesteps: Float32Array.from(timesteps),
    initNoiseSigma: initialNoiseSigma(sigmas, config.timestep_spacing),
    scaleModelInput: (sample, index) => scaleToUnitVariance(sample, valueAt(sigmas, index)),

    step({ modelOutput, index, sample, noise }) {
      const from = valueAt(sigmas, index);
      const { up, down } = ancestralStep(from, valueAt(sigmas, index + 1));
      const denoised = predictFromSigma(config.prediction_type, { modelOutput, sample, sigma: from });
      const stepped = eulerStep({ sample, denoised, sigma: from, difference: float32(down - from) });
      // The last step goes to zero and adds nothing, but torch has drawn its numbers by then, and so do we.
      const fresh = noise.normal(sample.length);
      return { denoised, sample: combineTwo(stepped, fresh, (value, normal) => value + float32(normal * up)) };
    },

    addNoise: ({ original, noise, index }) => addNoiseOfSigma(original, noise, valueAt(sigmas, index)),
  };
}

function ancestralStep(from: number, to: number): { up: number; down: number } {
  const fromSquare = float32(from * from);
  const toSquare = float32(to * to);
  const up = float32(Math.sqrt(float32(float32(toSquare * float32(fromSquare - toSquare)) / fromSquare)));
  return { up, down: float32(Math.sqrt(float32(toSquare - float32(up * up)))) };
}
