// A prompt as the pieces a text encoder can read at once, each id with how much it counts.
//
// Longer prompts than an encoder has room for are read piece by piece and their states put one after the other, as A1111
// does. A piece that is full is cut at its last comma, when that is near, so that no phrase is torn apart.

import { readWeightedPrompt } from '../../shared/prompt/weighted-prompt.ts';

export interface PromptChunk {
  readonly ids: readonly number[];
  /** One for each id. */
  readonly weights: readonly number[];
}

/** How far back from the end of a piece a comma is looked for, from A1111. */
const commaWithin = 20;

/**
 * @param options.words ids of a text, without start, end and padding
 * @param options.room how many ids fit between start and end
 * @returns at least one piece
 */
export function chunksOf(
  prompt: string,
  { words, room }: { readonly words: (text: string) => readonly number[]; readonly room: number },
): readonly PromptChunk[] {
  const comma = words(',').at(0);
  const chunks: PromptChunk[] = [];
  let [ids, weights]: [number[], number[]] = [[], []];
  const close = (length: number) => {
    chunks.push({ ids: ids.slice(0, length), weights: weights.slice(0, length) });
    [ids, weights] = [ids.slice(length), weights.slice(length)];
  };
  for (const [place, segment] of readWeightedPrompt(prompt).entries()) {
    if (place > 0) close(ids.length);
    for (const { text, weight } of segment) {
      for (const id of words(text)) {
        if (ids.length === room) close(id === comma ? room : placeToCut(ids, comma));
        ids.push(id);
        weights.push(weight);
      }
    }
  }
  if (ids.length > 0 || chunks.length === 0) close(ids.length);
  return chunks;
}

/** Behind the last comma when it is near the end, else at the end. */
function placeToCut(ids: readonly number[], comma: number | undefined): number {
  const last = comma === undefined ? -1 : ids.lastIndexOf(comma);
  return last !== -1 && ids.length - last <= commaWithin ? last + 1 : ids.length;
}
