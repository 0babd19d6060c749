// Which sets the drawings of a picture may come from, what is lost by doing without some, and which drawings it was made of.

import { type DrawnFrom, maxDrawnFrom } from '../../../shared/domain/exemplar-source.ts';
import type { Note } from '../../../shared/domain/note.ts';
import type { Exemplar, ExemplarCollection, ExemplarOrigin } from './exemplar-collection.ts';

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

/** The drawings of a picture's things, each once, by set; a set and a drawing that leads a thing come before others. */
export function drawnFrom(
  groups: readonly {
    readonly members: readonly { readonly exemplar: Exemplar }[];
    /** Those whose proportions or colours were taken over. */
    readonly lenders?: readonly Exemplar[];
  }[],
  sets: readonly ExemplarOrigin[],
): DrawnFrom {
  const leading = new Set(groups.flatMap(({ members }) => members.slice(0, 1).map(({ exemplar }) => exemplar)));
  const mixedIn = groups.flatMap(({ members, lenders = [] }) => [
    ...members.slice(1).map(({ exemplar }) => exemplar),
    ...lenders,
  ]);
  const exemplars = [...new Set([...leading, ...mixedIn])].slice(0, maxDrawnFrom);
  return [...new Set(exemplars.map(({ set }) => set))].flatMap((name) => {
    const origin = sets.find((set) => set.name === name);
    if (origin === undefined) return [];
    const { title, licence, author, source } = origin;
    const drawings = exemplars
      .filter(({ set }) => set === name)
      .map((exemplar) => ({ name: exemplar.name, label: exemplar.label, leads: leading.has(exemplar) }));
    return [{ name, title, licence, author, source, drawings }];
  });
}
