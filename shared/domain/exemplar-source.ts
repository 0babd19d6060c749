// Where the drawings of an exemplar model come from: its sets, each with licence and author, which of them to leave out, and
// which drawings a picture was made of.

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

export const maxDrawnFrom = 64;

const SourceDrawing = z.strictObject({
  /** What its set calls it. */
  name: z.string().max(300),
  label: z.string().max(300),
  /** Whether it gave a thing of the picture its outline; the others lent parts, proportions or colours to such a one. */
  leads: z.boolean(),
});

/** One set's drawings behind a picture, those that lead first. */
const DrawnFromSet = ExemplarSet.omit({ style: true, drawings: true }).extend({
  drawings: z.array(SourceDrawing).min(1).max(maxDrawnFrom),
});

/** The drawings a picture was made of; empty when its model learned its pictures instead of recombining them. */
export const DrawnFrom = z.array(DrawnFromSet).max(maxDrawnFrom);
export type DrawnFrom = z.infer<typeof DrawnFrom>;
