// The fields of the OpenAI images dialect: taken and checked as its reference describes them.

import { z } from 'zod';
import { Size } from './asked-words.ts';

export const Format = z.enum(['png', 'jpeg', 'webp']);
export type Format = z.infer<typeof Format>;

/** As a number in JSON and as text in a form. */
export const CountWord = z.int().min(1).max(10).optional();

export const SizeWord = z.union([z.literal('auto'), Size], { error: sizeFault }).optional();

function sizeFault(issue: { readonly input?: unknown }): string {
  const fault = Size.safeParse(issue.input).error?.issues[0]?.message ?? 'must be "auto" or such as 512x512';
  return fault;
}

const Text = z.string().max(300);

export const Picture = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length > 0, {
  error: 'send a picture as a file of the form',
});

export const fields = {
  model: Text.optional(),
  quality: z.enum(['auto', 'low', 'medium', 'high', 'standard', 'hd']).optional(),
  response_format: z.enum(['url', 'b64_json']).optional(),
  output_format: Format.optional(),
  style: Text.optional(),
  /** Taken for the sake of clients that send them; pictures here are opaque, and nothing is moderated or streamed. */
  user: Text.optional(),
  background: z.enum(['auto', 'opaque']).optional(),
  moderation: z.enum(['auto', 'low']).optional(),
};

export const editFields = {
  input_fidelity: z.enum(['low', 'high']).optional(),
};
