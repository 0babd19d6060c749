// Where the drawings of an exemplar model come from: its sets, each with licence and author, and which of them to leave out.

import { z } from 'zod';

export const maxExcludedSets = 32;

/** A set's name as the model's index of drawings has it; a palette's own set is named by the palette's id. */
export const SetName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9._-]+$/, 'only letters, digits, ".", "_" and "-" are allowed');
export type SetName = z.infer<typeof SetName>;

/** Sets to draw without. */
export const ExcludedSets = z.array(SetName).max(maxExcludedSets);

/** Drawings of one origin that a model recombines. */
export const ExemplarSet = z.strictObject({
  name: SetName,
  title: z.string().min(1).max(200),
  /** The word that asks for it in a prompt; empty where none does. */
  style: z.string().max(64),
  drawings: z.int().positive(),
  licence: z.string().min(1).max(500),
  author: z.string().min(1).max(200),
  /** Where the set is published; null where it is not. */
  source: z.string().max(500).nullable(),
});
export type ExemplarSet = z.infer<typeof ExemplarSet>;
