// Picks the tokenizer a model's folder asks for: CLIP's from vocab.json and merges.txt, any other from its tokenizer.json.

import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { TesseraError } from '../../shared/errors.ts';
import { hasModelFile, readModelJson, readModelText, readOptionalModelJson } from '../models/model-json.ts';
import { readCharacterMap } from './character-map.ts';
import { createClipBpe } from './clip-bpe.ts';
import { type Tokenizer, tokenizerOf } from './tokenizer.ts';
import { readTokenizerSettings, type TokenizerSettings } from './tokenizer-settings.ts';

interface LoadTokenizerOptions {
  readonly folder: string;
  /** Folder of the tokenizer below the model's: 'tokenizer', 'tokenizer_2'. */
  readonly under: string;
  /** What the text encoder's graph insists on; without it the tokenizer's own length counts. */
  readonly length?: number | undefined;
}

const Normalizer = z.looseObject({ type: z.string(), precompiled_charsmap: z.string().nullish() });
const Description = z.looseObject({
  model: z.looseObject({ unk_token: z.string().nullish() }),
  normalizer: Normalizer.extend({ normalizers: z.array(Normalizer).optional() }).nullish(),
});
type Description = z.infer<typeof Description>;

/** All CLIP text encoders were trained on 77. */
const clipLength = 77;
const clipTokens = { start: '<|startoftext|>', end: '<|endoftext|>' } as const;

/** @throws MODEL_MISSING_FILE, MODEL_CORRUPT, MODEL_LFS_POINTER, MODEL_UNSUPPORTED for another kind without a tokenizer.json */
export function loadTokenizer(options: LoadTokenizerOptions): Tokenizer {
  const { folder, under } = options;
  const settings = readTokenizerSettings({ folder, under });
  const hasMerges = hasModelFile({ folder, path: `${under}/merges.txt` });
  const isClip = settings.tokenizerClass === undefined || settings.tokenizerClass.startsWith('CLIPTokenizer');
  if (hasMerges && isClip) return loadClip(options, settings);
  if (hasModelFile({ folder, path: `${under}/tokenizer.json` })) return loadFromDescription(options, settings);
  if (isClip) return loadClip(options, settings);
  throw new TesseraError(
    'MODEL_UNSUPPORTED',
    `${under}/ holds a ${settings.tokenizerClass} without a tokenizer.json, which Tessera cannot read. Save the model's fast tokenizer into it.`,
    { details: { file: `${under}/tokenizer.json` } },
  );
}

function loadClip(options: LoadTokenizerOptions, settings: TokenizerSettings): Tokenizer {
  const { folder, under } = options;
  const path = `${under}/vocab.json`;
  const vocabulary = new Map(
    Object.entries(readModelJson({ folder, path, schema: z.record(z.string(), z.int().nonnegative()) })),
  );
  const merges = readModelText({ folder, path: `${under}/merges.txt` })
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#version'));
  const idOf = (token: string) => {
    const id = vocabulary.get(token);
    if (id !== undefined) return id;
    throw new TesseraError(
      'MODEL_CORRUPT',
      `${path} does not know ${token}, which the tokenizer is told to use. Download the folder ${under}/ again.`,
      { details: { file: path, token } },
    );
  };
  const start = settings.tokens.start ?? clipTokens.start;
  const end = settings.tokens.end ?? clipTokens.end;
  const padding = settings.tokens.padding ?? end;
  const unknown = settings.tokens.unknown ?? end;
  const length = options.length ?? settings.maxLength ?? clipLength;
  const specialTokens = [...new Set([start, end, padding, unknown])];
  const bpe = createClipBpe({ vocabulary, merges, specialTokens, unknownId: idOf(unknown) });
  const [prefix, suffix, padId] = [[idOf(start)], [idOf(end)], idOf(padding)];
  return tokenizerOf({ prefix, suffix, padId, length, words: bpe.encode, textOf: bpe.decode });
}

function loadFromDescription(options: LoadTokenizerOptions, settings: TokenizerSettings): Tokenizer {
  const { folder, under } = options;
  const path = `${under}/tokenizer.json`;
  const { characterMap, description } = withoutCharacterMap(readModelJson({ folder, path, schema: Description }));
  const config = readOptionalModelJson({ folder, path: `${under}/tokenizer_config.json`, schema: z.looseObject({}) });
  const tokenizer = built(description, config ?? {}, path);
  const unknown = settings.tokens.unknown ?? description.model.unk_token ?? '';
  const unknownId = tokenizer.token_to_id(unknown) ?? 0;
  // The package leaves holes where a word-level vocabulary lacks a word, whatever its types say.
  const plain = (text: string) =>
    tokenizer
      .encode(characterMap(text), { add_special_tokens: false })
      .ids.map((id: number | undefined) => id ?? unknownId);
  const { prefix, suffix } = surroundings(tokenizer.encode('a').ids, plain('a'));
  const padding = settings.tokens.padding ?? settings.tokens.end;
  const padId = (padding === undefined ? undefined : tokenizer.token_to_id(padding)) ?? suffix.at(-1) ?? 0;
  const length = options.length ?? settings.maxLength ?? clipLength;
  const textOf = (ids: readonly number[]) => tokenizer.decode([...ids], { skip_special_tokens: true });
  return tokenizerOf({ prefix, suffix, padId, length, words: plain, textOf });
}

/** The package only comes near a sentencepiece model's character map, so that ours goes before it. */
function withoutCharacterMap(description: Description): {
  readonly characterMap: (text: string) => string;
  readonly description: Description;
} {
  const { normalizer } = description;
  const steps = normalizer?.type === 'Sequence' ? (normalizer.normalizers ?? []) : [normalizer ?? { type: 'none' }];
  const [first, ...others] = steps;
  const table = first?.type === 'Precompiled' ? first.precompiled_charsmap : undefined;
  const characterMap = typeof table === 'string' ? readCharacterMap(table) : null;
  if (characterMap === null) return { characterMap: (text) => text, description };
  return { characterMap, description: { ...description, normalizer: { type: 'Sequence', normalizers: others } } };
}

function built(description: object, config: object, path: string): HuggingFaceTokenizer {
  try {
    return new HuggingFaceTokenizer(description, config);
  } catch (cause) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      `${path} describes a tokenizer that cannot be built. Use the tokenizer.json that the model was published with.`,
      { cause, details: { file: path } },
    );
  }
}

/** The special tokens before and after a text, found by comparing it with and without them. */
function surroundings(whole: readonly number[], body: readonly number[]): { prefix: number[]; suffix: number[] } {
  const offsets = Array.from({ length: whole.length - body.length + 1 }, (_, offset) => offset);
  const start = offsets.find((offset) => body.every((id, index) => whole[offset + index] === id)) ?? 0;
  return { prefix: whole.slice(0, start), suffix: whole.slice(start + body.length) };
}
