// What a pipeline asks of a tokenizer, whichever kind it is.

export interface EncodedPrompt {
  /** Exactly `length` ids: start, words, end, padding. */
  readonly ids: readonly number[];
  /** 1 for ids that mean something, 0 for padding. */
  readonly attentionMask: readonly number[];
  /** The words that found no place, as text; empty when all did. */
  readonly dropped: string;
}

export interface Tokenizer {
  /** Ids per prompt. */
  readonly length: number;
  /** How many of them are words, between start and end. */
  readonly room: number;
  encode(text: string): EncodedPrompt;
  /** Ids of a text alone, without start, end and padding, however many. */
  words(text: string): readonly number[];
  /** As `encode`, from the ids of words. */
  fit(words: readonly number[]): EncodedPrompt;
}

/** A tokenizer of what reads words and what surrounds them. */
export function tokenizerOf(options: {
  readonly prefix: readonly number[];
  readonly suffix: readonly number[];
  readonly padId: number;
  readonly length: number;
  readonly words: (text: string) => readonly number[];
  readonly textOf: (ids: readonly number[]) => string;
}): Tokenizer {
  const { prefix, suffix, length, words } = options;
  const fit = (body: readonly number[]) => fitted({ ...options, body });
  const room = Math.max(0, length - prefix.length - suffix.length);
  return { length, room, words, fit, encode: (text) => fit(words(text)) };
}

/** Puts ids between their special tokens, cuts what does not fit, and pads. */
function fitted(options: {
  readonly prefix: readonly number[];
  readonly body: readonly number[];
  readonly suffix: readonly number[];
  readonly padId: number;
  readonly length: number;
  readonly textOf: (ids: readonly number[]) => string;
}): EncodedPrompt {
  const { prefix, body, suffix, padId, length } = options;
  const room = Math.max(0, length - prefix.length - suffix.length);
  const ids = [...prefix, ...body.slice(0, room), ...suffix].slice(0, length);
  const padding = length - ids.length;
  return {
    ids: [...ids, ...Array.from({ length: padding }, () => padId)],
    attentionMask: [...ids.map(() => 1), ...Array.from({ length: padding }, () => 0)],
    dropped: body.length > room ? options.textOf(body.slice(room)).trim() : '',
  };
}
