// How a model's memory grows with its pictures: read from its folder by the engine, worked out again by whoever foresees a run.

import { z } from 'zod';

const Amount = z.number().nonnegative();

/** One part of a model, such as its denoiser. Places are its latents: width times height of them. */
export const PartMemory = z.strictObject({
  /** The part's folder. */
  part: z.string().min(1).max(100),
  weightBytes: Amount,
  /** Numbers for each place in the widest of its tensors that grow with the picture. */
  numbersPerPlace: Amount,
  /** Its attention, where the scores of all places against all others stand in memory at once; null where none do. */
  scores: z
    .strictObject({
      heads: Amount,
      /** Places that are compared as one. */
      placesPerToken: z.number().positive(),
      /** What is compared beside the picture, such as words. */
      tokensBeside: Amount,
    })
    .nullable(),
});
export type PartMemory = z.infer<typeof PartMemory>;
export type PartShape = Pick<PartMemory, 'numbersPerPlace' | 'scores'>;

export const ModelMemory = z.strictObject({
  /** Pixels per latent. */
  latentFactor: z.int().positive(),
  parts: z.array(PartMemory).max(16),
});
export type ModelMemory = z.infer<typeof ModelMemory>;

export interface Latents2d {
  readonly width: number;
  readonly height: number;
}

/** Processors compute in single precision whatever the file holds. */
const bytesPerNumber = 4;
/** What is alive beside the largest tensor: its input, its output and the copy an operator makes. */
const aliveAtOnce = 3;
/** Weights are kept twice where the runtime orders them for the processor: half again is what it takes as a rule. */
const weightCopies = 1.5;
/** Latents per side of tiles, each a rung of the ladder: what diffusers takes, and half of it. */
export const autoencoderTiles = [64, 32] as const;

/** The largest tensor of a part on latents of that size. */
export function largestTensorBytes({ numbersPerPlace, scores }: PartShape, latents: Latents2d): number {
  const places = latents.width * latents.height;
  const compared = scores === null ? 0 : scores.heads * (places / scores.placesPerToken + scores.tokensBeside) ** 2;
  return Math.max(numbersPerPlace * places, compared) * bytesPerNumber;
}

/** What a run of a part needs beside its weights. */
export function activationBytes(part: PartShape, latents: Latents2d): number {
  return aliveAtOnce * largestTensorBytes(part, latents);
}

/** What weights of so many bytes in files take once they are loaded. */
export function loadedBytes(weightBytes: number): number {
  return weightCopies * weightBytes;
}
