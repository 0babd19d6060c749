// What a tokenizer's folder says of its special tokens: each tokenizer has its own, even within one model.

import { z } from 'zod';
import { readOptionalModelJson } from '../models/model-json.ts';

/** A token is written as its text or as an object around it. */
const Token = z.union([z.string(), z.object({ content: z.string() }).transform((token) => token.content)]).nullish();

const Settings = z.object({
  tokenizer_class: z.string().optional(),
  model_max_length: z.number().optional(),
  bos_token: Token,
  eos_token: Token,
  unk_token: Token,
  pad_token: Token,
});

export interface TokenizerSettings {
  readonly tokenizerClass: string | undefined;
  /** undefined when the file names none: transformers writes 10^30 for that. */
  readonly maxLength: number | undefined;
  readonly tokens: Readonly<Record<'start' | 'end' | 'unknown' | 'padding', string | undefined>>;
}

const largestHonestLength = 100_000;

/** special_tokens_map.json overrules tokenizer_config.json, as it does in transformers' slow tokenizers. */
export function readTokenizerSettings(options: { readonly folder: string; readonly under: string }): TokenizerSettings {
  const read = (name: string) =>
    readOptionalModelJson({ folder: options.folder, path: `${options.under}/${name}`, schema: Settings });
  const config = read('tokenizer_config.json');
  const map = read('special_tokens_map.json');
  const token = (key: 'bos_token' | 'eos_token' | 'unk_token' | 'pad_token') =>
    map?.[key] ?? config?.[key] ?? undefined;
  const length = config?.model_max_length;
  return {
    tokenizerClass: config?.tokenizer_class,
    maxLength: length !== undefined && length >= 1 && length <= largestHonestLength ? Math.floor(length) : undefined,
    tokens: {
      start: token('bos_token'),
      end: token('eos_token'),
      unknown: token('unk_token'),
      padding: token('pad_token'),
    },
  };
}
