// A small picture straight from latents, without the decoder: near enough to see where it is going, and free.

import type { RgbImage } from '../pipeline.ts';

/**
 * How much red, green and blue one unit of each latent channel means in Stable Diffusion 1 and 2, fitted by least squares
 * by the field: https://discuss.huggingface.co/t/decoding-latents-to-rgb-without-upscaling/23204
 */
const colours = [
  [0.298, 0.207, 0.208],
  [0.187, 0.286, 0.173],
  [-0.158, 0.189, 0.264],
  [-0.184, -0.271, -0.473],
] as const;

/** Other decoders have other channels, whose colours nobody fitted here. */
export function hasPreview(channels: number): boolean {
  return channels === colours.length;
}

/** @param latents f32[4, height, width], unit variance */
export function previewOfLatents(latents: Float32Array, dims: readonly [number, number, number]): RgbImage {
  const [, height, width] = dims;
  const pixels = height * width;
  const data = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    for (let colour = 0; colour < 3; colour += 1) {
      const value = colours.reduce(
        (sum, row, channel) => sum + (latents[channel * pixels + pixel] ?? 0) * (row[colour] ?? 0),
        0,
      );
      data[pixel * 3 + colour] = Math.min(255, Math.max(0, Math.round((value + 1) * 127.5)));
    }
  }
  return { width, height, data };
}
