// A folder of pictures on its way into the library: how far it is, and what was not taken.

import { z } from 'zod';
import { JobId } from './ids.ts';

/** In the words of its pictures an import is the job they belong to. */
export const ImportId = JobId;
export type ImportId = JobId;

export const importStates = ['running', 'completed', 'cancelled', 'failed'] as const;
export const ImportState = z.enum(importStates);

export const RefusedFile = z.strictObject({ name: z.string(), message: z.string() });
export type RefusedFile = z.infer<typeof RefusedFile>;

export const LibraryImport = z.strictObject({
  id: ImportId,
  state: ImportState,
  /** The name of the folder; its path stays with the person who chose it. */
  folder: z.string(),
  /** Files that look like pictures by their names; null until the folder was walked. */
  found: z.int().nonnegative().nullable(),
  taken: z.int().nonnegative(),
  /** Pictures that the library has already, byte for byte. */
  known: z.int().nonnegative(),
  refused: z.int().nonnegative(),
  /** The first of those that were refused, each with the reason. */
  refusals: z.array(RefusedFile),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  createdAt: z.iso.datetime(),
});
export type LibraryImport = z.infer<typeof LibraryImport>;
