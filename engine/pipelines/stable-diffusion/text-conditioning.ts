// From a prompt to what the denoiser reads of it: the states of one text encoder, or of both that Stable Diffusion XL has.

import type { Note } from '../../../shared/domain/note.ts';
import { plainPrompt } from '../../../shared/prompt/weighted-prompt.ts';
import { joinedLengths, joinedWidths, zeros } from '../../text-encoders/joined-states.ts';
import type { PromptChunk } from '../../text-encoders/prompt-chunks.ts';
import type { EncodedText, TextEncoder } from '../../text-encoders/text-encoder.ts';
import { truncationNote } from '../../text-encoders/truncation-note.ts';

export interface Encoded {
  readonly words: EncodedText;
  /** How many graphs had to run. */
  readonly runs: number;
}

export interface Reading {
  /** Pieces to read; a prompt with fewer is filled up with empty ones, so that a pair can be guided together. */
  readonly pieces: number;
  /** As A1111 counts: 1 is the model's own layer. */
  readonly clipSkip: number;
}

export interface TextConditioning {
  /** In how many pieces a prompt is read. */
  pieces(prompt: string): number;
  /** @throws INVALID_INPUT for a layer that the encoders do not give */
  encode(prompt: string, reading: Reading): Promise<Encoded>;
  /** As encode; with `like`, the prompt's own, for models that were trained to be guided away from nothing at all. */
  encodeNegative(prompt: string, reading: Reading & { readonly like: EncodedText }): Promise<Encoded>;
  /** What the user should know of a prompt that is too long; null when all of it is read. */
  truncation(prompt: string): Note | null;
}

const emptyChunk: PromptChunk = { ids: [], weights: [] };

/**
 * Two encoders: Podell et al., "SDXL", 2023, https://arxiv.org/abs/2307.01952, section 2.1.
 * @param options.encoders one, or the two of XL in their order: states side by side, the second's vector for the whole
 * @param options.zerosForEmpty diffusers' force_zeros_for_empty_prompt
 * @param options.isLengthOpen whether the denoiser reads more than one piece
 */
export function createTextConditioning(options: {
  readonly encoders: readonly [TextEncoder, ...TextEncoder[]];
  readonly zerosForEmpty: boolean;
  readonly isLengthOpen: boolean;
}): TextConditioning {
  const { encoders, isLengthOpen } = options;
  const [leading, ...others] = encoders;

  /** All encoders on their piece `place`. */
  async function encodePiece(prompt: string, place: number, clipSkip: number): Promise<Encoded> {
    const heard = (encoder: TextEncoder) => encoder.encodeChunk(encoder.chunks(prompt)[place] ?? emptyChunk, clipSkip);
    const first = await heard(leading);
    let words = first.text;
    let runs = Number(first.ran);
    for (const encoder of others) {
      const next = await heard(encoder);
      words = { states: joinedWidths(words.states, next.text.states), pooled: next.text.pooled };
      runs += Number(next.ran);
    }
    return { words, runs };
  }

  async function encode(prompt: string, { pieces, clipSkip }: Reading): Promise<Encoded> {
    let { words, runs } = await encodePiece(prompt, 0, clipSkip);
    for (let place = 1; place < pieces; place += 1) {
      const next = await encodePiece(prompt, place, clipSkip);
      // The vector for the whole is that of the first piece, as A1111 takes it.
      words = { states: joinedLengths(words.states, next.words.states), pooled: words.pooled };
      runs += next.runs;
    }
    return { words, runs };
  }

  return {
    encode,
    pieces(prompt) {
      return isLengthOpen ? Math.max(...encoders.map((encoder) => encoder.chunks(prompt).length)) : 1;
    },
    async encodeNegative(prompt, { like, ...reading }) {
      if (!options.zerosForEmpty || prompt !== '') return await encode(prompt, reading);
      const { states, pooled } = like;
      return { words: { states: zeros(states.dims), pooled: pooled === null ? null : zeros(pooled.dims) }, runs: 0 };
    },
    truncation(prompt) {
      if (isLengthOpen || encoders.some((encoder) => encoder.chunks(prompt).length === 1)) return null;
      return truncationNote(encoders, plainPrompt(prompt));
    },
  };
}
