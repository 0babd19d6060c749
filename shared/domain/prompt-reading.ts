// How a model reads a prompt: its tokens, the pieces they are read in, and what counts more or less.

import { z } from 'zod';

/** Places are UTF-16 units from the start of the text that was read. */
const Place = z.int().nonnegative();

const EncoderReading = z.strictObject({
  /** Its folder in the model: text_encoder, text_encoder_2, text_encoder_3. */
  encoder: z.string(),
  /** What all the words come to, without start, end and padding. */
  tokens: z.int().nonnegative(),
  /** How many of them one piece has room for; 75 for CLIP. */
  room: z.int().nonnegative(),
  /** What is read, a piece at a time; `end` is behind the last whole word of it. */
  pieces: z.array(z.strictObject({ tokens: z.int().nonnegative(), end: Place })).min(1),
  /** Where that begins which this encoder does not read; null when it reads all. */
  cutAt: Place.nullable(),
});
export type EncoderReading = z.infer<typeof EncoderReading>;

export const PromptReading = z.strictObject({
  /** Empty for models that read words and not tokens. */
  encoders: z.array(EncoderReading),
  /** Parts that count more or less than as written; empty for models to which brackets are brackets. */
  weights: z.array(z.strictObject({ from: Place, to: Place, weight: z.number() })),
});
export type PromptReading = z.infer<typeof PromptReading>;
