// What a mock picture shows: a coloured sky with discs, everything from the seed, and the word MOCK across it.

import type { Variation } from '../../../shared/domain/recipe.ts';
import type { RgbImage } from '../pipeline.ts';
import { wordColumns, wordHasInk, wordRows } from './letters.ts';

type Colour = readonly [red: number, green: number, blue: number];

interface Disc {
  /** Centre and radius in units of the picture's shorter side. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly colour: Colour;
}

export interface Painting {
  /** @param clearness 0 is all noise, 1 the finished picture */
  paint(size: { readonly width: number; readonly height: number }, clearness: number): RgbImage;
}

/** The share of the width, or in a very wide picture of the height, that the word takes. */
const wordShare = 0.8;

export function createPainting(seed: number, variations: readonly Variation[]): Painting {
  const draw = createDice(seed);
  const moved = variations.map(({ seed: own, strength }) => ({ dice: createDice(own), strength }));
  /** A number 0..1 from the seed, pulled towards each variation's own by its strength. */
  const roll = () => moved.reduce((value, { dice, strength }) => value + (dice() - value) * strength, draw());
  const hue = roll();
  const top = colourOf(hue, 0.55);
  const bottom = colourOf(hue + 0.15 + roll() * 0.2, 0.25);
  const discs: Disc[] = Array.from({ length: 5 }, () => ({
    x: roll() * 1.2,
    y: roll() * 1.2,
    radius: 0.08 + roll() * 0.22,
    colour: colourOf(hue + 0.4 + roll() * 0.3, 0.6),
  }));

  return {
    paint({ width, height }, clearness) {
      const data = new Uint8Array(width * height * 3);
      const noise = createDice(seed ^ 0x9e37_79b9);
      const unit = Math.min(width, height);
      const dot = Math.max(1, Math.floor(wordShare * Math.min(width / wordColumns, height / wordRows)));
      const left = Math.floor((width - wordColumns * dot) / 2);
      const above = Math.floor((height - wordRows * dot) / 2);
      for (let y = 0; y < height; y += 1) {
        const sky = mix(top, bottom, y / height);
        for (let x = 0; x < width; x += 1) {
          const disc = discs.find((one) => Math.hypot(x / unit - one.x, y / unit - one.y) < one.radius);
          const behind = disc === undefined ? sky : mix(sky, disc.colour, 0.7);
          const ink = wordHasInk(Math.floor((x - left) / dot), Math.floor((y - above) / dot));
          const colour = ink ? white : behind;
          for (let channel = 0; channel < 3; channel += 1) {
            const value = (colour[channel] ?? 0) * clearness + noise() * 255 * (1 - clearness);
            data[(y * width + x) * 3 + channel] = Math.round(value);
          }
        }
      }
      return { width, height, data };
    },
  };
}

const white: Colour = [255, 255, 255];

function mix(from: Colour, to: Colour, share: number): Colour {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
}

/** A hue 0..1 around the wheel at one lightness, dark enough for white letters. */
function colourOf(hue: number, lightness: number): Colour {
  const channel = (shift: number) => {
    const wave = 0.5 + 0.5 * Math.cos(2 * Math.PI * (hue + shift));
    return Math.round(255 * lightness * (0.25 + 0.75 * wave));
  };
  return [channel(0), channel(-1 / 3), channel(-2 / 3)];
}

/** xorshift32 (Marsaglia, 2003) with a scrambled start, so that neighbouring seeds look unlike; numbers 0..1. */
function createDice(seed: number): () => number {
  let state = (Math.imul(seed ^ (seed >>> 16), 0x45d9_f3b) ^ 0x6d2b_79f5) >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let warmUp = 0; warmUp < 8; warmUp += 1) next();
  return next;
}
