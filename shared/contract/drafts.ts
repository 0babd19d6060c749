// Calls about what stands half-written in a form, kept by the studio so that it outlives the page, the window and a crash.

import { z } from 'zod';
import { call } from './call.ts';

/** Several times what the longest prompts and every field of a form come to. */
const draftMaxLength = 64_000;

export const Draft = z.strictObject({
  /** What the page wrote, in words of its own. */
  text: z.string().max(draftMaxLength),
  /** Milliseconds since 1970. */
  savedAt: z.int().nonnegative(),
});
export type Draft = z.infer<typeof Draft>;

export const draftCalls = {
  'drafts.read': call({
    summary: 'The Create form as it was left; null when nothing was ever written.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ draft: Draft.nullable() }),
  }),
  'drafts.write': call({
    summary: 'Keep the Create form as it stands.',
    access: 'write',
    input: z.strictObject({ draft: Draft }),
    output: z.strictObject({}),
  }),
} as const;
