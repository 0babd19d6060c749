// A LoRA: a small file that changes how a model draws; merged into its weights with a strength when a recipe asks for it.

import { z } from 'zod';

export const LoraId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'is no id of a LoRA');
export type LoraId = z.infer<typeof LoraId>;

export const lorasMax = 8;

/** 1 is as it was trained; below 0 it works the other way round. */
export const LoraStrength = z.number().min(-4).max(4);
export const RecipeLora = z.strictObject({ id: LoraId, strength: LoraStrength });
export type RecipeLora = z.infer<typeof RecipeLora>;
export const RecipeLoras = z.array(RecipeLora).max(lorasMax);

/** What the engine reads from the file. */
export const LoraFacts = z.strictObject({
  sha256: z.string(),
  sizeBytes: z.int().nonnegative(),
  /** How many layers it changes in each part of a model. */
  layers: z.record(z.string(), z.int().positive()),
  /** What its trainer noted of the model it was made for; null when nothing. */
  base: z.string().nullable(),
});
export type LoraFacts = z.infer<typeof LoraFacts>;

export const Lora = z.strictObject({
  id: LoraId,
  path: z.string(),
  facts: LoraFacts,
  /** null when usable; otherwise one sentence saying what is wrong and what to do. */
  problem: z.string().nullable(),
});
export type Lora = z.infer<typeof Lora>;
