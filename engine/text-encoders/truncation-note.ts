// What the user should know of a prompt that is too long for a model.

import type { Note } from '../../shared/domain/note.ts';
import type { TextEncoder } from './text-encoder.ts';

/** null when at least one encoder reads all of the prompt: the words it sees are not lost. */
export function truncationNote(encoders: readonly TextEncoder[], prompt: string): Note | null {
  const [dropped = ''] = encoders
    .map((encoder) => encoder.dropped(prompt))
    .sort((left, right) => left.length - right.length);
  if (dropped === '') return null;
  return {
    code: 'PROMPT_TRUNCATED',
    message: `The prompt is longer than this model reads; it did not see: ${dropped}`,
    values: { words: dropped },
  };
}
