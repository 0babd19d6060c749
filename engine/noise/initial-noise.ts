// The noise a picture starts from: its seed's numbers, walked towards each variation seed in turn.

import type { NoiseGenerator } from '../../shared/domain/noise-generator.ts';
import type { Variation } from '../../shared/domain/recipe.ts';
import { createNoiseSource, type NoiseSource } from './noise-source.ts';
import { type NoiseShape, slerp } from './slerp.ts';

/**
 * @param options.generator torch's CPU generator when it is left out
 * @param options.source the seed's generator where something was drawn from it before; a fresh one when left out
 * @param options.count how many unit-variance numbers: channels * height * width of the latents
 * @param options.shape the latents' layout; with it variations walk as A1111's do, without it all numbers are one
 * vector
 * @returns the numbers, owned by the caller, and the seed's generator standing right behind them, so that ancestral
 *   steps draw what torch would draw next
 */
export function initialNoise(options: {
  readonly generator?: NoiseGenerator;
  readonly seed: number;
  readonly source?: NoiseSource;
  readonly variations: readonly Variation[];
  readonly count: number;
  readonly shape?: NoiseShape;
}): { readonly values: Float32Array; readonly source: NoiseSource } {
  const generator = options.generator ?? 'torch-cpu';
  const source = options.source ?? createNoiseSource(generator, options.seed);
  let values = source.normal(options.count);
  for (const variation of options.variations) {
    const target = createNoiseSource(generator, variation.seed).normal(options.count);
    values = slerp(variation.strength, values, target, options.shape);
  }
  return { values, source };
}
