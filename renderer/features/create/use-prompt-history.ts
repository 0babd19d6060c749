// Alt+Up and Alt+Down through the prompts that were drawn; what was being written waits at the end.

import { useState } from 'react';
import type { CreateValues } from '../../state/create-form.ts';
import { usePromptHistory } from '../../data/prompts.ts';

type Words = Pick<CreateValues, 'prompt' | 'negativePrompt'>;

interface Walk {
  /** 0 is the one drawn last. */
  readonly place: number;
  readonly written: Words;
}

/** @returns walks one prompt back or forth from these words, and answers the words there; null at either end */
export function useHistoryWalk(): (words: Words, by: 1 | -1) => Words | null {
  const [walk, setWalk] = useState<Walk | null>(null);
  const past = usePromptHistory('', { ready: true }).data?.prompts ?? [];

  return (words, by) => {
    // Words that were changed are written anew, and the walk begins from them.
    const from = walk !== null && same(words, past[walk.place]) ? walk : { place: -1, written: words };
    // The words that stand there would be no step.
    const skip = from.place === -1 && by === 1 && same(words, past[0]) ? 1 : 0;
    const place = from.place + by + skip;
    if (place === -1) {
      setWalk(null);
      return from.place === -1 ? null : from.written;
    }
    const found = past[place];
    if (found === undefined || place < -1) return null;
    setWalk({ place, written: from.written });
    return found;
  };
}

function same(words: Words, other: Words | undefined): boolean {
  return words.prompt === other?.prompt && words.negativePrompt === other.negativePrompt;
}
