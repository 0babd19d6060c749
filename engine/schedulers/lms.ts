// LMS: a linear multistep (Adams-Bashforth) method on the probability flow of Karras et al.
//
// K. Crowson's sampler, https://github.com/crowsonkb/k-diffusion/blob/v0.1.1/k_diffusion/sampling.py, sample_lms:
//   tau -> sigma   coefficient j -> the integral from one level to the next of the j-th Lagrange polynomial over the
//   levels visited, which is a cubic at most

import { alphasCumprod } from './betas.ts';
import { combineTwo, valueAt, weightedSum } from './elementwise.ts';
import { createRunMemory } from './run-memory.ts';
import type { Scheduler } from './scheduler.ts';
import type { LmsConfig } from './scheduler-config.ts';
import { predictFromSigma, sigmaSpace, slopeAt, spacedRun, spreadRun } from './sigma-space.ts';
import { trainingSigmas } from './sigmas.ts';

const float32 = Math.fround;
const order = 4;
/** Where Gauss' two-point rule looks, in half-lengths from the middle: it integrates cubics exactly. */
const gaussPoint = 1 / Math.sqrt(3);

/**
 * @throws INVALID_INPUT for more steps than the model has timesteps
 * @throws MODEL_UNSUPPORTED when the config asks for several sigma schedules at once
 */
export function createLms(config: LmsConfig, steps: number): Scheduler {
  const trained = trainingSigmas(alphasCumprod(config));
  // diffusers gives this sampler's Karras sigmas no other ends than the run's own.
  const bounds = config.use_karras_sigmas ? { ...config, sigma_min: undefined, sigma_max: undefined } : config;
  const { timesteps, levels } = spreadRun(bounds, spacedRun(config, steps, trained), trained);
  const sigmas = Float32Array.from([...levels, 0]);
  const memory = createRunMemory<Float32Array>(order);

  return {
    ...sigmaSpace({ timesteps, levels: sigmas }, config.timestep_spacing),

    step({ modelOutput, index, sample }) {
      const sigma = valueAt(sigmas, index);
      const denoised = predictFromSigma(config.prediction_type, { modelOutput, sample, sigma });
      const slopes = memory.keep(index, slopeAt(sample, denoised, sigma));
      // A run that starts late has fewer slopes than the schedule has levels behind it. diffusers weighs the ones there
      // are as if they were all there, and its recorded runs from a picture hold us to that.
      const weights = lagrangeIntegrals(sigmas, index);
      const terms = slopes.map((values, age) => ({ weight: float32(valueAt(weights, age)), values }));
      return { denoised, sample: combineTwo(sample, weightedSum(terms), (x, move) => x + move) };
    },
  };
}

/** Newest first, one for each of the levels up to `index` that the order reaches back to. */
function lagrangeIntegrals(sigmas: Float32Array, index: number): number[] {
  const nodes = Array.from({ length: Math.min(index + 1, order) }, (_, age) => valueAt(sigmas, index - age));
  const from = valueAt(sigmas, index);
  const halfLength = (valueAt(sigmas, index + 1) - from) / 2;
  return nodes.map((node) => {
    const basis = (tau: number): number =>
      nodes.reduce((product, other) => (other === node ? product : (product * (tau - other)) / (node - other)), 1);
    const middle = from + halfLength;
    return halfLength * (basis(middle - halfLength * gaussPoint) + basis(middle + halfLength * gaussPoint));
  });
}
