// The shape of one contract entry: a named call with its schemas and who may make it.

import type { z } from 'zod';

/**
 * read: changes nothing. write: makes or changes work. admin: tokens, settings, models on disk.
 * desktop: acts on the desktop of the person at the window; no other door may ask for it.
 */
export type Access = 'read' | 'write' | 'admin' | 'desktop';

export interface Call<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** One sentence; it becomes the summary in the OpenAPI document. */
  readonly summary: string;
  readonly access: Access;
  readonly input: Input;
  readonly output: Output;
}

/** Identity with inference: keeps the exact schemas so that clients and handlers are typed by them. */
export function call<Input extends z.ZodType, Output extends z.ZodType>(
  definition: Call<Input, Output>,
): Call<Input, Output> {
  return definition;
}
