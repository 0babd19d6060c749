// The deterministic sample, noise and stand-in model of diffusers' scheduler tests, and their sampling loop.
//
// Facts from https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/tests/schedulers/test_schedulers.py:
// four images of 3x8x8, counted up with the image as the fastest axis; the model answers x * t / (t + 1).

import type { NoiseSource } from '../../../../engine/noise/noise-source.ts';
import { createTorchCpuNoise } from '../../../../engine/noise/torch-cpu.ts';
import type { Scheduler } from '../../../../engine/schedulers/scheduler.ts';

const images = 4;
const imagePixels = 3 * 8 * 8;
const float32 = Math.fround;

/** f32[4, 3, 8, 8], or four of another size, rising from 0 to almost 1. */
export function referenceSample(pixels = imagePixels): Float32Array {
  const count = images * pixels;
  return Float32Array.from({ length: count }, (_, index) => countedAt(index, pixels) / count);
}

/** The same numbers counted down. */
function referenceNoise(pixels: number): Float32Array {
  const count = images * pixels;
  return Float32Array.from({ length: count }, (_, index) => (count - 1 - countedAt(index, pixels)) / count);
}

/** The one image at this place of the batch. */
export function imageOf(batch: Float32Array, place: number): Float32Array {
  return batch.slice(place * imagePixels, (place + 1) * imagePixels);
}

export function referenceModel(sample: Float32Array, timestep: number): Float32Array {
  return sample.map((value) => float32(value * timestep) / float32(timestep + 1));
}

export interface ReferenceRun {
  readonly sample?: Float32Array;
  readonly start?: number;
  readonly noise?: NoiseSource;
}

/** Runs from `start` to the end; a run from the start begins with the sample times initNoiseSigma. */
export function runReferenceLoop(scheduler: Scheduler, run: ReferenceRun = {}): Float32Array {
  const noise = run.noise ?? createTorchCpuNoise(0);
  let sample = run.sample ?? scaled(referenceSample(), scheduler.initNoiseSigma);
  scheduler.timesteps.forEach((timestep, index) => {
    if (index < (run.start ?? 0)) return;
    // In diffusers' tests the scaled input is also what is stepped on, unlike in its pipelines.
    sample = scheduler.scaleModelInput(sample, index);
    sample = scheduler.step({ modelOutput: referenceModel(sample, timestep), index, sample, noise }).sample;
  });
  return sample;
}

/** Starts late, from the reference sample under the reference noise. */
export function runNoisedReferenceLoop(scheduler: Scheduler, start: number, pixels = imagePixels): Float32Array {
  const original = scaled(referenceSample(pixels), scheduler.initNoiseSigma);
  const sample = scheduler.addNoise({ original, noise: referenceNoise(pixels), index: start });
  return runReferenceLoop(scheduler, { sample, start });
}

export function scaled(values: Float32Array, factor: number): Float32Array {
  return values.map((value) => value * factor);
}

export function absoluteSum(values: Float32Array): number {
  return values.reduce((sum, value) => sum + Math.abs(value), 0);
}

export function absoluteMean(values: Float32Array): number {
  return absoluteSum(values) / values.length;
}

/** Where a number counted over [pixels, 4] lands in [4, pixels]. */
function countedAt(index: number, pixels: number): number {
  const image = Math.floor(index / pixels);
  return (index % pixels) * images + image;
}
