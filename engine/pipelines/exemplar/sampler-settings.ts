// sampler.json: how a model of this family samples, as data beside its weights.

import { z } from 'zod';
import { corrupt, readModelJson } from './exemplar-collection.ts';

const Stage = z.strictObject({
  /** The stage holds while sigma is above this; the last one reaches to 0. */
  sigmaAbove: z.number().min(0).max(1),
  /**
   * Side of a patch as a share of the picture's shorter side, so that structure scales with the picture: at invention 0,
   * where one drawing is followed, and at 1, where its parts may come from any of the group.
   */
  patch: z.strictObject({ faithful: z.number().positive(), inventive: z.number().positive() }),
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
  /** Which drawings may be mixed with the one a seed picks. */
  group: z.strictObject({
    size: z.int().min(1).max(24),
    /** Least overlap of two outlines, 0..1, for one to be bent towards the other, and how many are. */
    outline: z.number().min(0).max(1),
    tried: z.int().min(0).max(24),
    /** Least overlap, and least likeness of what is inside, once it is bent. */
    bentOutline: z.number().min(0).max(1),
    inside: z.number().min(0).max(1),
    /** Prior of a drawing: softmax(likeness / temperature). */
    temperature: z.number().positive(),
    /** How many mixtures of its drawings the sampler is given. */
    mixtures: z.int().min(1).max(24),
  }),
  /** 0 follows one drawing, 1 mixes freely; what a recipe gets that does not say. */
  defaultInvention: z.number().min(0).max(1),
  /** Latents to linear guesses of red, green and blue in -1..1, fitted by least squares on encoded pictures. */
  preview: z.strictObject({
    weights: z.array(z.array(z.number())).length(3),
    bias: z.array(z.number()).length(3),
  }),
});
export type SamplerSettings = z.infer<typeof SamplerSettings>;

/** A stage as the sampler walks it: the patch of one invention. */
export type SamplerStage = Omit<z.infer<typeof Stage>, 'patch'> & { readonly patch: number };

export function stagesFor({ stages }: SamplerSettings, invention: number): SamplerStage[] {
  return stages.map(({ patch: { faithful, inventive }, ...stage }) => ({
    ...stage,
    patch: faithful * (1 - invention) + inventive * invention,
  }));
}

/** @throws MODEL_MISSING_FILE, MODEL_CORRUPT */
export async function readSamplerSettings(folder: string): Promise<SamplerSettings> {
  const settings = SamplerSettings.safeParse(await readModelJson(folder, 'sampler.json'));
  if (!settings.success) throw corrupt('sampler.json', settings.error);
  return settings.data;
}
