// What a flow transformer reads of a prompt: CLIP's vector for the whole of it, and T5's words, with CLIP's before them in Stable Diffusion 3.
//
// Esser et al., "Scaling Rectified Flow Transformers for High-Resolution Image Synthesis", 2024,
// https://arxiv.org/abs/2403.03206, section 4 and figure 2.

import type { Tensor } from '../../runtime/tensor-runtime.ts';
import { joinedLengths, joinedWidths, widened, zeros } from '../../text-encoders/joined-states.ts';
import type { EncodedText, TextEncoder } from '../../text-encoders/text-encoder.ts';
import { truncationNote } from '../../text-encoders/truncation-note.ts';
import type { Encoded, TextConditioning } from '../stable-diffusion/text-conditioning.ts';

/** Flux: the vector is CLIP's, the words are T5's. */
export function createFluxConditioning(options: {
  readonly clip: TextEncoder;
  readonly t5: TextEncoder;
}): TextConditioning {
  const { clip, t5 } = options;
  const encode = async (prompt: string): Promise<Encoded> => {
    const whole = await clip.encode(prompt);
    const words = await t5.encode(prompt);
    return {
      words: { states: words.text.states, pooled: whole.text.pooled },
      runs: Number(whole.ran) + Number(words.ran),
    };
  };
  // CLIP hears only the gist; what T5 reads is what counts as read. To it brackets are brackets, and no weights.
  return { encode, encodeNegative: encode, pieces: () => 1, truncation: (prompt) => truncationNote([t5], prompt) };
}

/**
 * Stable Diffusion 3: both CLIPs side by side, padded to the width of T5's words, which follow them. Without T5, zeros
 * stand in its place: it was trained to do without any of its encoders now and then.
 */
export function createStableDiffusion3Conditioning(options: {
  readonly clips: readonly [TextEncoder, TextEncoder];
  readonly t5: TextEncoder | null;
  readonly t5Length: number;
  readonly wordWidth: number;
}): TextConditioning {
  const { clips, t5, t5Length, wordWidth } = options;
  const encode = async (prompt: string): Promise<Encoded> => {
    const first = await clips[0].encode(prompt);
    const second = await clips[1].encode(prompt);
    const long = t5 === null ? null : await t5.encode(prompt);
    const clipWords = widened(joinedWidths(first.text.states, second.text.states), wordWidth);
    const t5Words = long?.text.states ?? zeros([1, t5Length, wordWidth]);
    const words: EncodedText = {
      states: joinedLengths(clipWords, t5Words),
      pooled: pooledTogether(first.text.pooled, second.text.pooled),
    };
    return { words, runs: [first, second, long].filter((one) => one?.ran === true).length };
  };
  const readers = t5 === null ? clips : [...clips, t5];
  return { encode, encodeNegative: encode, pieces: () => 1, truncation: (prompt) => truncationNote(readers, prompt) };
}

function pooledTogether(first: Tensor | null, second: Tensor | null): Tensor | null {
  return first === null || second === null ? null : joinedWidths(first, second);
}
