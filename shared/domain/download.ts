// Models one can download: what the catalogue knows of each, and how far a download is.

import { z } from 'zod';
import { ModelId } from './ids.ts';
import { ModelFamily } from './model.ts';

export const CatalogueEntry = z.strictObject({
  /** Also what the model is called once it is here. */
  id: ModelId,
  name: z.string(),
  family: ModelFamily,
  licence: z.string(),
  /** As its page says, roughly; null where it does not. The exact one is read from the source before anything is fetched. */
  sizeBytes: z.int().positive().nullable(),
  /** Whether we have drawn with it ourselves. */
  tried: z.boolean(),
  /** Owner and name, as Hugging Face and its mirrors write them. */
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  revision: z.string().regex(/^[\w.-]+$/),
  /** Where it is asked for, in this order. */
  hosts: z.array(z.url()).min(1),
  /** Folders that are not needed. */
  skip: z.array(z.string()),
});
export type CatalogueEntry = z.infer<typeof CatalogueEntry>;

export const Download = z.strictObject({
  id: ModelId,
  state: z.enum(['running', 'paused', 'failed']),
  receivedBytes: z.int().nonnegative(),
  sizeBytes: z.int().nonnegative(),
  /** Why it failed. */
  error: z.strictObject({ code: z.string(), message: z.string(), retryable: z.boolean() }).nullable(),
});
export type Download = z.infer<typeof Download>;
