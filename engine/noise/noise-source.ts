// A generator of normal noise, one for each image, and the choice between the two the field uses.

import type { NoiseGenerator } from '../../shared/domain/noise-generator.ts';
import { createPhiloxNoise } from './philox.ts';
import { createTorchCpuNoise } from './torch-cpu.ts';

export interface NoiseSource {
  /** The next `count` numbers of N(0, 1); successive calls continue the same generator. The caller owns the array. */
  normal(count: number): Float32Array;
}

/**
 * @param seed a safe integer
 * @throws INVALID_INPUT when the seed is not a safe integer
 */
export function createNoiseSource(generator: NoiseGenerator, seed: number): NoiseSource {
  switch (generator) {
    case 'torch-cpu':
      return createTorchCpuNoise(seed);
    case 'philox':
      return createPhiloxNoise(seed);
    default:
      return generator satisfies never;
  }
}
