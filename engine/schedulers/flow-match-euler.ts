// Euler's method for rectified flow models (SD3, Flux): the model answers the velocity from the clean sample to noise.
//
//   Esser et al. 2024, https://arxiv.org/abs/2403.03206:
//   t -> sigma   z_t = (1 - t) x_0 + t epsilon -> sample   v -> modelOutput
//   timestep shift, section 5.3.2:   alpha -> shift   mu of the resolution-dependent shift -> resolutionShift

import { TesseraError } from '../../shared/errors.ts';
import { combineTwo, valueAt } from './elementwise.ts';
import type { Scheduler } from './scheduler.ts';
import type { FlowMatchEulerConfig } from './scheduler-config.ts';
import { requestedSpread, spreadSigmas } from './sigmas.ts';
import { assertStepsFit, linspace } from './timestep-spacing.ts';

const float32 = Math.fround;

export interface FlowMatchEulerOptions {
  readonly steps: number;
  /** How many tokens the transformer sees for one image; needed by models that shift with the resolution. */
  readonly imageSeqLen?: number | undefined;
  /** Unshifted noise levels, one per step, of pipelines that choose their own (Flux: 1 down to 1/steps). */
  readonly sigmas?: readonly number[] | undefined;
}

/**
 * @throws INVALID_INPUT for a number of steps the model cannot take, or when `imageSeqLen` is missing but needed
 * @throws MODEL_UNSUPPORTED when the config asks for several sigma schedules at once
 */
export function createFlowMatchEuler(config: FlowMatchEulerConfig, options: FlowMatchEulerOptions): Scheduler {
  assertStepsFit(options.steps, config.num_train_timesteps);
  const levels = Float32Array.from(flowSigmas(config, options));
  const sigmas = Float32Array.of(...levels, 0);

  function mixed(clean: Float32Array, noise: Float32Array, sigma: number): Float32Array {
    const remaining = float32(1 - sigma);
    return combineTwo(clean, noise, (value, normal) => float32(sigma * normal) + float32(remaining * value));
  }

  return {
    order: 1,
    timesteps: levels.map((sigma) => sigma * config.num_train_timesteps),
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample,

    step({ modelOutput, index, sample, noise }) {
      const sigma = valueAt(sigmas, index);
      const next = valueAt(sigmas, index + 1);
      const denoised = combineTwo(sample, modelOutput, (x, velocity) => x - float32(sigma * velocity));
      if (config.stochastic_sampling) return { denoised, sample: mixed(denoised, noise.normal(sample.length), next) };
      const difference = float32(next - sigma);
      return { denoised, sample: combineTwo(sample, modelOutput, (x, velocity) => x + float32(difference * velocity)) };
    },

    addNoise: ({ original, noise, index }) => mixed(original, noise, valueAt(sigmas, index)),
  };
}

function flowSigmas(config: FlowMatchEulerConfig, options: FlowMatchEulerOptions): number[] {
  const shifted = unshiftedSigmas(config, options).map(shiftFunction(config, options.imageSeqLen));
  const stretched = config.shift_terminal === undefined ? shifted : stretchToTerminal(shifted, config.shift_terminal);
  const spread = requestedSpread(config);
  if (spread === undefined) return stretched;
  const range = { largest: valueAt(stretched, 0), smallest: valueAt(stretched, stretched.length - 1) };
  return spreadSigmas(spread, range, options.steps);
}

function unshiftedSigmas(config: FlowMatchEulerConfig, options: FlowMatchEulerOptions): number[] {
  if (options.sigmas !== undefined) {
    if (options.sigmas.length !== options.steps) {
      throw new TesseraError('INTERNAL', 'A pipeline chose another number of noise levels than steps.', {
        details: { sigmas: options.sigmas.length, steps: options.steps },
      });
    }
    return options.sigmas.map(float32);
  }
  // The ends of the training schedule are shifted once already, as in diffusers: with a fixed shift the run's are
  // shifted twice.
  const smallest = float32(1 / config.num_train_timesteps);
  const smallestOfTraining = config.use_dynamic_shifting ? smallest : float32(fixedShift(config.shift, smallest));
  const ends = [1, smallestOfTraining].map((sigma) => sigma * config.num_train_timesteps);
  return linspace(valueAt(ends, 0), valueAt(ends, 1), options.steps).map((time) => time / config.num_train_timesteps);
}

function shiftFunction(config: FlowMatchEulerConfig, imageSeqLen: number | undefined): (sigma: number) => number {
  if (!config.use_dynamic_shifting) return (sigma) => fixedShift(config.shift, sigma);
  const resolutionShift = shiftForLength(config, imageSeqLen);
  const strength = config.time_shift_type === 'exponential' ? Math.exp(resolutionShift) : resolutionShift;
  return (sigma) => strength / (strength + (1 / sigma - 1));
}

/** Equation 23: the same noise at another resolution is another share of the signal. */
function fixedShift(shift: number, sigma: number): number {
  return (shift * sigma) / (1 + (shift - 1) * sigma);
}

/** mu: a straight line through the model's two known image sizes. */
function shiftForLength(config: FlowMatchEulerConfig, imageSeqLen: number | undefined): number {
  if (imageSeqLen === undefined) {
    throw new TesseraError('INVALID_INPUT', 'This model shifts its noise with the image size, which was not given.', {
      details: { field: 'imageSeqLen' },
    });
  }
  const slope = (config.max_shift - config.base_shift) / (config.max_image_seq_len - config.base_image_seq_len);
  return imageSeqLen * slope + (config.base_shift - slope * config.base_image_seq_len);
}

/** Stretches the schedule so that its last level is the terminal one. */
function stretchToTerminal(sigmas: readonly number[], terminal: number): number[] {
  // diffusers takes 0 for "no terminal"; a single step of pure noise has nothing to stretch.
  const lastRemainder = 1 - valueAt(sigmas, sigmas.length - 1);
  if (terminal === 0 || lastRemainder === 0) return [...sigmas];
  const scale = lastRemainder / (1 - terminal);
  return sigmas.map((sigma) => 1 - (1 - sigma) / scale);
}
