// How a text encoder would read a prompt, told by its tokenizer alone: how many tokens, in which pieces, and where it stops.

import type { EncoderReading } from '../../shared/domain/prompt-reading.ts';
import { readWeightedPrompt } from '../../shared/prompt/weighted-prompt.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import { chunksOf } from './prompt-chunks.ts';

/**
 * @param options.weighted whether brackets and BREAK mean something to the model
 * @param options.long whether it reads more than one piece
 */
export function readPieces(
  prompt: string,
  options: { readonly tokenizer: Tokenizer; readonly weighted: boolean; readonly long: boolean },
): Omit<EncoderReading, 'encoder'> {
  const { tokenizer, weighted, long } = options;
  const { room } = tokenizer;
  const count = (text: string) =>
    weighted
      ? readWeightedPrompt(text)
          .flat()
          .reduce((sum, part) => sum + tokenizer.words(part.text).length, 0)
      : tokenizer.words(text).length;
  const tokens = count(prompt);
  const lengths =
    weighted && long ? chunksOf(prompt, tokenizer).map(({ ids }) => ids.length) : [Math.min(tokens, room)];
  const ends = wordEnds(prompt);
  let read = 0;
  const pieces = lengths.map((length) => {
    read += length;
    return {
      tokens: length,
      end: read === tokens ? prompt.length : lastWithin(ends, (end) => count(prompt.slice(0, end)) <= read),
    };
  });
  return { tokens, room, pieces, cutAt: read === tokens ? null : (pieces.at(-1)?.end ?? 0) };
}

/** 0 and the end of each word. */
function wordEnds(prompt: string): number[] {
  return [0, ...Array.from(prompt.matchAll(/\S+/g), ({ 0: word, index }) => index + word.length)];
}

/** The last place that still fits, where none fits behind one that does not; asks as few times as a dictionary is opened. */
function lastWithin(places: readonly number[], fits: (place: number) => boolean): number {
  let [from, to] = [0, places.length];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if (fits(places[middle] ?? 0)) from = middle;
    else to = middle;
  }
  return places[from] ?? 0;
}
