// The noise a picture starts from: its seed's numbers, walked towards each variation seed in turn.

import type { Variation } from '../../shared/domain/recipe.ts';
import { slerp } from './slerp.ts';
import { createTorchCpuNoise, type NoiseSource } from './torch-cpu.ts';

/**
 * @param count how many unit-variance numbers: channels * height * width of the latents
 * @returns the numbers, owned by the caller, and the seed's generator standing right behind them, so that ancestral
 *   steps draw what torch would draw next
 */
export function initialNoise(options: {
  readonly seed: number;
  readonly variations: readonly Variation[];
  readonly count: number;
}): { readonly values: Float32Array; readonly source: NoiseSource } {
  const source = createTorchCpuNoise(options.seed);
  let values = source.normal(options.count);
  for (const variation of options.variations) {
    values = slerp(variation.strength, values, createTorchCpuNoise(variation.seed).normal(options.count));
  }
  return { values, source };
}
