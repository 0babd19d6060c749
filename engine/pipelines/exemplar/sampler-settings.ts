// sampler.json: how a model of this family samples, as data beside its weights.

import { z } from 'zod';
import { corrupt, readModelJson } from './exemplar-collection.ts';

const Stage = z.strictObject({
  /** The stage holds while sigma is above this; the last one reaches to 0. */
  sigmaAbove: z.number().min(0).max(1),
  /** Side of a patch as a share of the picture's shorter side: structure scales with the picture. */
  patch: z.number().positive(),
  /** How far a patch may be looked for from its place, in latent pixels; sampler/window-N.onnx must exist. */
  window: z.int().min(0).max(2),
});

export const SamplerSettings = z.strictObject({
  latentChannels: z.int().positive(),
  /** Image pixels per latent pixel, each way. */
  latentFactor: z.int().positive(),
  /** Sigmas are shift * t / (1 + (shift - 1) t) for t from 1 to 0: more steps where the picture is decided. */
  shift: z.number().positive(),
  stages: z.array(Stage).min(1),
  /**
   * Taken off a candidate's logit per squared latent pixel it is shifted by. In smooth areas all shifts fit alike, and
   * their mean would wash out what the encoder writes near edges; 0 is the plain formula.
   */
  shiftPenalty: z.number().nonnegative(),
  retrieval: z.strictObject({
    exemplars: z.int().min(1).max(64),
    keepAbove: z.number().min(0).max(1),
    priorTemperature: z.number().positive(),
  }),
  /** Latents to linear guesses of red, green and blue in -1..1, fitted by least squares on encoded pictures. */
  preview: z.strictObject({
    weights: z.array(z.array(z.number())).length(3),
    bias: z.array(z.number()).length(3),
  }),
});
export type SamplerSettings = z.infer<typeof SamplerSettings>;
export type SamplerStage = SamplerSettings['stages'][number];

/** @throws MODEL_MISSING_FILE, MODEL_CORRUPT */
export async function readSamplerSettings(folder: string): Promise<SamplerSettings> {
  const settings = SamplerSettings.safeParse(await readModelJson(folder, 'sampler.json'));
  if (!settings.success) throw corrupt('sampler.json', settings.error);
  return settings.data;
}
