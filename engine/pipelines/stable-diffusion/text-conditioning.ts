// From a prompt to what the denoiser reads of it: the states of one text encoder, or of both that Stable Diffusion XL has.

import type { Note } from '../../../shared/domain/note.ts';
import { joinedWidths, zeros } from '../../text-encoders/joined-states.ts';
import type { EncodedText, TextEncoder } from '../../text-encoders/text-encoder.ts';
import { truncationNote } from '../../text-encoders/truncation-note.ts';

export interface Encoded {
  readonly words: EncodedText;
  /** How many graphs had to run. */
  readonly runs: number;
}

export interface TextConditioning {
  encode(prompt: string): Promise<Encoded>;
  /** As encode; with `like`, the prompt's own, for models that were trained to be guided away from nothing at all. */
  encodeNegative(prompt: string, like: EncodedText): Promise<Encoded>;
  /** What the user should know of a prompt that is too long; null when all of it is read. */
  truncation(prompt: string): Note | null;
}

/**
 * Two encoders: Podell et al., "SDXL", 2023, https://arxiv.org/abs/2307.01952, section 2.1.
 * @param options.encoders one, or the two of XL in their order: states side by side, the second's vector for the whole
 * @param options.zerosForEmpty diffusers' force_zeros_for_empty_prompt
 */
export function createTextConditioning(options: {
  readonly encoders: readonly [TextEncoder, ...TextEncoder[]];
  readonly zerosForEmpty: boolean;
}): TextConditioning {
  const { encoders } = options;

  async function encode(prompt: string): Promise<Encoded> {
    const [first, ...others] = encoders;
    const leading = await first.encode(prompt);
    let words = leading.text;
    let runs = Number(leading.ran);
    for (const encoder of others) {
      const next = await encoder.encode(prompt);
      words = { states: joinedWidths(words.states, next.text.states), pooled: next.text.pooled };
      runs += Number(next.ran);
    }
    return { words, runs };
  }

  return {
    encode,
    async encodeNegative(prompt, like) {
      if (!options.zerosForEmpty || prompt !== '') return await encode(prompt);
      const { states, pooled } = like;
      return { words: { states: zeros(states.dims), pooled: pooled === null ? null : zeros(pooled.dims) }, runs: 0 };
    },
    truncation: (prompt) => truncationNote(encoders, prompt),
  };
}
