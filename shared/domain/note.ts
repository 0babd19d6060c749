// A note: something the user should know although the work went on.

import { z } from 'zod';

export const noteCodes = [
  'WORDS_NOT_UNDERSTOOD',
  'DOWNGRADED',
  'DOWNGRADED_PARTS',
  'DOWNGRADED_TILES',
  'DOWNGRADED_FLOAT32',
  'DOWNGRADED_PROVIDER',
  'WILL_TILE',
  'WILL_LOAD_PARTS',
  'WILL_CHANGE_HOST',
  'WILL_NOT_FIT',
  'RESUMED',
  'LANCZOS_UPSCALE',
  'PROMPT_TRUNCATED',
  'STYLE_LEFT_OUT',
  'NOT_IN_PALETTE',
  'LORA_PARTLY',
] as const;

/** `message` is the English sentence; a screen in another language builds its own from code and values. */
export const Note = z.strictObject({
  code: z.enum(noteCodes),
  message: z.string(),
  values: z.record(z.string(), z.string()),
});
export type Note = z.infer<typeof Note>;
