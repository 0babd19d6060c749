// What is known of a job before it is begun: the memory it will take, how long, and what would be done more gently.

import { z } from 'zod';
import { ModelId } from './ids.ts';
import { Note } from './note.ts';
import { ProviderName } from './provider.ts';

export const Preflight = z.strictObject({
  model: ModelId,
  /** What will compute. */
  provider: ProviderName,
  /** What the recipe was resolved to. */
  width: z.int().positive(),
  height: z.int().positive(),
  steps: z.int().positive(),
  count: z.int().positive(),
  memory: z.strictObject({
    /** What the engine will hold at its largest; null where nobody knows. */
    peakBytes: z.number().nonnegative().nullable(),
    /** learned: from runs of this model on this machine. computed: from the sizes its folder tells. */
    basis: z.enum(['learned', 'computed', 'unknown']),
    /** What the machine can give now without swapping, with what the engine already holds. */
    freeBytes: z.number().nonnegative(),
  }),
  time: z.strictObject({
    /** For all pictures of the recipe, loading the model included where it is not loaded; null before its first run. */
    seconds: z.number().nonnegative().nullable(),
    /** measured: runs of this size. similar: runs of another size, by their pixels. */
    basis: z.enum(['measured', 'similar', 'unknown']),
    /** How many runs it was learned from. */
    runs: z.int().nonnegative(),
  }),
  /** What would be done otherwise than asked to stay within memory, gentlest first; empty when nothing. */
  notes: z.array(Note),
});
export type Preflight = z.infer<typeof Preflight>;
