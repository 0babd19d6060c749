// What every sampling algorithm offers a pipeline; pipelines do no sigma maths of their own.

import type { NoiseSource } from '../noise/noise-source.ts';

export interface StepResult {
  /** The sample for the next step, new, owned by the caller. */
  readonly sample: Float32Array;
  /** The clean sample as predicted at this step: for previews, and what LCM decodes. */
  readonly denoised: Float32Array;
}

/**
 * One run of one image: multistep algorithms remember earlier steps, so a scheduler is created for each image.
 * Samples are f32 of one image in any layout, read only. Steps go upwards by `index` into `timesteps`, and may start
 * at any whole step (image to image starts late). Some algorithms ask the model more often than they have steps.
 */
export interface Scheduler {
  /** The values to feed the model, noisiest first. */
  readonly timesteps: Float32Array;
  /**
   * How many turns a step takes: a run that starts late, with `kept` of its steps, starts at index
   * `(steps - kept) * order`.
   */
  readonly order: 1 | 2;
  /** What unit noise is multiplied by to start from pure noise. */
  readonly initNoiseSigma: number;
  /** The sample as the model wants to see it; may be the very same array. */
  scaleModelInput(sample: Float32Array, index: number): Float32Array;
  /** Stochastic algorithms draw from `noise` here, exactly as many numbers as the sample has. */
  step(args: {
    readonly modelOutput: Float32Array;
    readonly index: number;
    readonly sample: Float32Array;
    readonly noise: NoiseSource;
  }): StepResult;
  /** A clean sample brought to the noise level of step `index`. */
  addNoise(args: {
    readonly original: Float32Array;
    readonly noise: Float32Array;
    readonly index: number;
  }): Float32Array;
}
