// A small picture straight from latents, without the decoder: near enough to see where it is going, and free.

import type { Latents, RgbImage } from '../pipeline.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/** In colours from -1 to 1. */
export interface PreviewColours {
  /** What one unit of each latent channel adds. */
  readonly channels: readonly Rgb[];
  /** How latents that are all zero look. */
  readonly base: Rgb;
}

const grey: Rgb = [0, 0, 0];

/**
 * Stable Diffusion 1 and 2, fitted by least squares by the field:
 * https://discuss.huggingface.co/t/decoding-latents-to-rgb-without-upscaling/23204
 */
export const stableDiffusionColours: PreviewColours = {
  base: grey,
  channels: [
    [0.298, 0.207, 0.208],
    [0.187, 0.286, 0.173],
    [-0.158, 0.189, 0.264],
    [-0.184, -0.271, -0.473],
  ],
};

/** Stable Diffusion XL, fitted in the same way. */
export const xlColours: PreviewColours = {
  base: grey,
  channels: [
    [0.392, 0.405, 0.455],
    [-0.263, -0.02, 0.065],
    [0.057, 0.169, -0.076],
    [-0.311, -0.236, -0.208],
  ],
};

/** @param latents f32[channels, height, width], unit variance, of as many channels as there are colours */
export function previewOfLatents({ data: latents, dims }: Latents, { channels, base }: PreviewColours): RgbImage {
  const [, height, width] = dims;
  const pixels = height * width;
  const data = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    for (let colour = 0; colour < 3; colour += 1) {
      const value = channels.reduce(
        (sum, row, channel) => sum + (latents[channel * pixels + pixel] ?? 0) * (row[colour] ?? 0),
        base[colour] ?? 0,
      );
      data[pixel * 3 + colour] = Math.min(255, Math.max(0, Math.round((value + 1) * 127.5)));
    }
  }
  return { width, height, data };
}
