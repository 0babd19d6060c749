// Previews of latents nobody knows: learned from one picture, right for another.

import { expect, test } from 'vitest';
import { createNoiseSource } from '../../../../../engine/noise/noise-source.ts';
import {
  createLatentPreviews,
  fittedColours,
} from '../../../../../engine/pipelines/stable-diffusion/learned-preview.ts';
import type { Latents, RgbImage } from '../../../../../engine/pipelines/pipeline.ts';

const [width, height] = [12, 8];
const channels = Array.from({ length: 16 }, (_, channel) =>
  [0.05, -0.03, 0.02].map((one) => one * ((channel % 5) - 2)),
);
const base = [0.2, -0.1, 0];

function latents(seed: number): Latents {
  return { data: createNoiseSource('torch-cpu', seed).normal(16 * width * height), dims: [16, height, width] };
}

/** Four by four pixels of one colour for each latent, mixed by the table above. */
function decoded({ data }: Latents): RgbImage {
  const places = width * height;
  const pixels = new Uint8Array(places * 16 * 3).map((_, index) => {
    const [pixel, colour] = [Math.floor(index / 3), index % 3];
    const place = Math.floor(Math.floor(pixel / (width * 4)) / 4) * width + Math.floor((pixel % (width * 4)) / 4);
    const mixed = channels.reduce(
      (sum, row, channel) => sum + (data[channel * places + place] ?? 0) * (row[colour] ?? 0),
      base[colour] ?? 0,
    );
    return Math.min(255, Math.max(0, Math.round((mixed + 1) * 127.5)));
  });
  return { width: width * 4, height: height * 4, data: pixels };
}

test('what a decoder does with each channel is found in one of its pictures', () => {
  const found = fittedColours(latents(1), decoded(latents(1)));
  expect(found.channels).toHaveLength(16);
  for (const [channel, row] of found.channels.entries()) {
    for (const [colour, value] of row.entries()) expect(value).toBeCloseTo(channels[channel]?.[colour] ?? 9, 1);
  }
  for (const [colour, value] of found.base.entries()) expect(value).toBeCloseTo(base[colour] ?? 9, 1);
});

test('nothing is shown before the first picture, and the next ones nearly as they will be', () => {
  const previews = createLatentPreviews(null);
  expect(previews.of(latents(2))).toBeNull();
  previews.learn(latents(1), decoded(latents(1)));
  const shown = previews.of(latents(2))?.();
  const wanted = decoded(latents(2));
  const pixelOf = (place: number) => (Math.floor(place / width) * 4 * wanted.width + (place % width) * 4) * 3;
  const off = Array.from({ length: width * height }, (_, place) =>
    Math.max(
      ...[0, 1, 2].map((colour) =>
        Math.abs((shown?.data[place * 3 + colour] ?? 999) - (wanted.data[pixelOf(place) + colour] ?? 0)),
      ),
    ),
  );
  expect(Math.max(...off)).toBeLessThan(12);
});

test('what is known is not learned anew', () => {
  const known = { channels: [[1, 1, 1] as const], base: [0, 0, 0] as const };
  const previews = createLatentPreviews(known);
  previews.learn(latents(1), decoded(latents(1)));
  expect(previews.of({ data: Float32Array.of(1), dims: [1, 1, 1] })?.().data).toEqual(Uint8Array.of(255, 255, 255));
});
