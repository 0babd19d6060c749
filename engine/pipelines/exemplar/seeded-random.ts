// Small random choices of a composition (place, size, shape of a hill): the same for the same seed on every machine.

import type { Variation } from '../../../shared/domain/recipe.ts';

/** Uniform numbers in [0, 1), each call the next of its stream. */
export type RandomStream = () => number;

/**
 * Mulberry32 (Tommy Ettinger, public domain). The picture's noise has a generator of its own, so that a change here never
 * moves the noise; `purpose` keeps the streams of one seed apart.
 */
export function createRandomStream(options: { readonly seed: number; readonly purpose: string }): RandomStream {
  let state = options.seed >>> 0;
  for (const letter of options.purpose) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Numbers around 0 of unit variance, each call the next of its stream. */
export type VariedChance = () => number;

/**
 * Chance that follows a picture's variations as its noise does: each leads away from what the seed gave, by its strength
 * along a quarter of a circle.
 */
export function createVariedChance(options: {
  readonly seed: number;
  readonly variations: readonly Variation[];
  readonly purpose: string;
}): VariedChance {
  const { seed, variations, purpose } = options;
  const unit = (random: RandomStream) => (random() - 0.5) * Math.sqrt(12);
  const own = createRandomStream({ seed, purpose });
  const steps = variations.map((step) => ({
    keep: Math.cos((step.strength * Math.PI) / 2),
    gain: Math.sin((step.strength * Math.PI) / 2),
    random: createRandomStream({ seed: step.seed, purpose }),
  }));
  return () => steps.reduce((value, { keep, gain, random }) => value * keep + unit(random) * gain, unit(own));
}
