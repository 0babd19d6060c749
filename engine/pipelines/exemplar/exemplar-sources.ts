// Which sets the drawings of a picture may come from, and what is lost by doing without some.

import type { Note } from '../../../shared/domain/note.ts';
import type { Exemplar, ExemplarCollection } from './exemplar-collection.ts';

type Drawings = Pick<ExemplarCollection, 'exemplars' | 'sets'>;

/** The drawings of all other sets, in the order of the collection. */
export function withoutSets({ exemplars }: Drawings, excluded: readonly string[]): readonly Exemplar[] {
  return excluded.length === 0 ? exemplars : exemplars.filter(({ set }) => !excluded.includes(set));
}

/** What to say when the prompt asks for a style and only excluded sets have it; null when it can be had. */
export function lostStyleNote(
  { exemplars, sets }: Drawings,
  { style, excluded }: { readonly style: string | null; readonly excluded: readonly string[] },
): Note | null {
  if (style === null || excluded.length === 0) return null;
  const owners = new Set(exemplars.filter((exemplar) => exemplar.style === style).map(({ set }) => set));
  if (owners.size === 0 || [...owners].some((set) => !excluded.includes(set))) return null;
  const titles = sets.filter(({ name }) => owners.has(name)).map(({ title }) => title);
  const from = titles.join(', ');
  return {
    code: 'STYLE_LEFT_OUT',
    message: `The ${style} style is that of ${from}, which is left out. The picture is drawn in another style.`,
    values: { style, sets: from },
  };
}
