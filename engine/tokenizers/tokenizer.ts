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
  encode(text: string): EncodedPrompt;
}

/** Puts ids between their special tokens, cuts what does not fit, and pads. */
export function fitted(options: {
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
