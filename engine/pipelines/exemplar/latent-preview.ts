// A guess of the picture straight from its latents, one pixel per latent pixel, for previews.

import type { RgbImage } from '../pipeline.ts';
import type { SamplerSettings } from './sampler-settings.ts';

/** Previews are this many pixels per latent pixel: enough to be seen, cheap to send. */
const scale = 2;

/** @param latents f32[channels, height, width], the guess of the finished picture */
export function previewFromLatents(
  latents: Float32Array,
  {
    height,
    width,
    preview,
  }: { readonly height: number; readonly width: number; readonly preview: SamplerSettings['preview'] },
): RgbImage {
  const area = height * width;
  const data = new Uint8Array(area * scale * scale * 3);
  for (let place = 0; place < area; place++) {
    const y = Math.floor(place / width) * scale;
    const x = (place % width) * scale;
    for (const [c, weights] of preview.weights.entries()) {
      const value = weights.reduce(
        (sum, weight, i) => sum + weight * (latents[i * area + place] ?? 0),
        preview.bias[c] ?? 0,
      );
      const level = Math.round(Math.max(0, Math.min(1, value / 2 + 0.5)) * 255);
      for (let dy = 0; dy < scale; dy++) {
        for (let dx = 0; dx < scale; dx++) data[((y + dy) * width * scale + x + dx) * 3 + c] = level;
      }
    }
  }
  return { width: width * scale, height: height * scale, data };
}
