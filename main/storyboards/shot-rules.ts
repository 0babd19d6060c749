// How a prompt becomes shots without a language model: the grammar of a film scene as a table. Pure.
//
// 1. A scene opens wide, so that one knows where one is, and closes wide, so that one may leave it.
// 2. Between the two it alternates far and near: nothing is told twice from the same distance.
// 3. A prompt of several sentences is told in their order: each shot takes the next part of the story, and the
//    opening and closing shots show the whole. A prompt of one sentence is the subject of every shot.
// 4. Far shots are held longest, because there is most to see; details and reactions pass quickly.

import type { ShotType, WrittenShot } from '../../shared/domain/storyboard.ts';
import { promptMaxLength } from '../../shared/domain/recipe.ts';

interface ShotGrammar {
  readonly name: string;
  /** Put before the words of the story: image models weigh first words most. */
  readonly framing: string;
  readonly durationSeconds: number;
}

/** The durations of the first two rows are those of the mock sequence in the HTTP dialect: 5 s and 3 s. */
export const shotGrammar: Readonly<Record<ShotType, ShotGrammar>> = {
  establishing: { name: 'Establishing shot', framing: 'wide establishing shot of', durationSeconds: 5 },
  action: { name: 'Action', framing: 'dynamic action shot of', durationSeconds: 3 },
  'close-up': { name: 'Close-up', framing: 'close-up of', durationSeconds: 2.5 },
  medium: { name: 'Medium shot', framing: 'medium shot of', durationSeconds: 3 },
  detail: { name: 'Detail', framing: 'extreme close-up detail of', durationSeconds: 2 },
  closing: { name: 'Closing shot', framing: 'wide closing shot of', durationSeconds: 4 },
  wide: { name: 'Wide shot', framing: 'wide shot of', durationSeconds: 4 },
  reaction: { name: 'Reaction', framing: 'reaction shot of', durationSeconds: 2 },
  'over-the-shoulder': { name: 'Over the shoulder', framing: 'over-the-shoulder shot of', durationSeconds: 3 },
  'point-of-view': { name: 'Point of view', framing: 'point-of-view shot of', durationSeconds: 2.5 },
  'low-angle': { name: 'Low angle', framing: 'low-angle shot of', durationSeconds: 3 },
  'high-angle': { name: 'High angle', framing: 'high-angle shot of', durationSeconds: 3 },
};

/** What stands between the opening and the closing, near and far by turns; repeated for as long as there are shots. */
const middle: readonly ShotType[] = [
  'action',
  'close-up',
  'medium',
  'detail',
  'wide',
  'reaction',
  'low-angle',
  'over-the-shoulder',
  'high-angle',
  'point-of-view',
];

/** The order of shot types for so many shots: one shot is the opening, from three on there is a closing. */
export function shotTypesFor(count: number): ShotType[] {
  return Array.from({ length: count }, (_, place): ShotType => {
    if (place === 0) return 'establishing';
    if (count >= 3 && place === count - 1) return 'closing';
    return middle[(place - 1) % middle.length] ?? 'medium';
  });
}

export function writeShots(prompt: string, count: number): WrittenShot[] {
  const parts = storyParts(prompt);
  const whole = parts.join(', ');
  const types = shotTypesFor(count);
  const told = types.filter((type) => !showsWhole(type, parts)).length;
  let next = 0;
  return types.map((shotType) => {
    const { name, framing, durationSeconds } = shotGrammar[shotType];
    const words = showsWhole(shotType, parts) ? whole : (parts[Math.floor((next++ * parts.length) / told)] ?? whole);
    return {
      name,
      prompt: `${framing} ${words}`.slice(0, promptMaxLength),
      durationSeconds,
      shotType,
    };
  });
}

function showsWhole(type: ShotType, parts: readonly string[]): boolean {
  return parts.length === 1 || type === 'establishing' || type === 'closing';
}

/** The sentences of a prompt, or its clauses joined by "then": what happens one after the other. */
function storyParts(prompt: string): string[] {
  const parts = prompt
    .split(/[.!?;\n]+|\s*,?\s+(?:and )?then\s+/iu)
    .map((part) => part.trim().replace(/^[,\s]+|[,\s]+$/gu, ''))
    .filter((part) => part.length > 0);
  return parts.length === 0 ? [prompt.trim()] : parts;
}

/** Words that image models were taught as quality; only those that are not there yet are added. */
const enrichments = ['detailed', 'soft natural light', 'balanced composition', 'rich colours'];

export function enhancePrompt(prompt: string): string {
  const words = prompt.trim().replace(/[\s,.;]+$/u, '');
  const known = words.toLowerCase();
  return [words, ...enrichments.filter((word) => !known.includes(word))].join(', ').slice(0, promptMaxLength);
}
