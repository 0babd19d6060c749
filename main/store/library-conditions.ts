// Turns the terms of a library search into conditions for SQLite, with every value bound and none written into the text.

import type { ImageId } from '../../shared/domain/ids.ts';
import type { CalendarDay, Comparison, Meaning, Term } from '../../shared/library-query/library-query.ts';

export interface LibraryConditions {
  /** An FTS5 expression that pictures must match; null when no words are asked for. */
  readonly match: string | null;
  /** One that they must not match; null when there is none, or when `match` says it too. */
  readonly without: string | null;
  /** Conditions on the columns of `images`, all of which must hold. */
  readonly columns: readonly string[];
  readonly values: Readonly<Record<string, string | number>>;
  /** The one collection whose pictures are asked for, as a bound value: they then come in its order. */
  readonly ordering: string | null;
  /** Pictures like the one that was asked for, as a bound list in JSON: they then come the most alike first. */
  readonly alike: string | null;
}

/** A minus word must not hide pictures whose negative prompt has it: that word is kept out of the picture already. */
const wordColumns = '{prompt model tags}';
const columns = { size: 'max(images.width, images.height)', width: 'images.width', height: 'images.height' } as const;
const qualities = {
  favourite: 'images.favourite = 1',
  portrait: 'images.height > images.width',
  landscape: 'images.width > images.height',
  square: 'images.width = images.height',
} as const;
const possessions = {
  parent: 'images.parent IS NOT NULL',
  style: 'images.style IS NOT NULL',
  tags: 'EXISTS (SELECT 1 FROM image_tags WHERE image_tags.image = images.number)',
  collection: `images.number IN (SELECT image FROM collection_images
     WHERE collection IN (SELECT number FROM collections WHERE deleted_at IS NULL))`,
} as const;

/** The numbers of the pictures most like one, the most alike first. */
export type Nearest = (image: ImageId) => readonly number[];

export function conditionsOf(terms: readonly Term[], nearest: Nearest): LibraryConditions {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  const held: string[] = [];
  const values: Record<string, string | number> = {};
  const bind = (value: string | number): string => {
    const name = `v${Object.keys(values).length}`;
    values[name] = value;
    return `@${name}`;
  };
  for (const { meaning, excluded } of terms) {
    if (meaning.kind === 'words' || meaning.kind === 'negative') {
      (excluded ? unwanted : wanted).push(phrase(meaning));
    } else {
      const condition = columnCondition(meaning, { bind, nearest });
      held.push(excluded ? `NOT (${condition})` : condition);
    }
  }
  const ordering = orderingOf(terms, bind);
  const alike = alikeOf(terms, { bind, nearest });
  const without = unwanted.length === 0 ? null : unwanted.join(' OR ');
  if (wanted.length === 0) return { match: null, without, columns: held, values, ordering, alike };
  const match = wanted.join(' AND ');
  const matchAll = without === null ? match : `(${match}) NOT (${without})`;
  return { match: matchAll, without: null, columns: held, values, ordering, alike };
}

function orderingOf(terms: readonly Term[], bind: (value: string) => string): string | null {
  const named = terms.flatMap(({ meaning, excluded }) =>
    meaning.kind === 'collection' && meaning.whole && !excluded ? [meaning.name] : [],
  );
  return named.length === 1 && named[0] !== undefined ? bind(named[0]) : null;
}

interface Binding {
  readonly bind: (value: string | number) => string;
  readonly nearest: Nearest;
}

function alikeOf(terms: readonly Term[], { bind, nearest }: Binding): string | null {
  const named = terms.flatMap(({ meaning, excluded }) => (meaning.kind === 'like' && !excluded ? [meaning.image] : []));
  return named.length === 1 && named[0] !== undefined ? bind(JSON.stringify(nearest(named[0]))) : null;
}

/** Quoted, so that FTS5's own operators in the words mean nothing. */
function phrase(meaning: Extract<Meaning, { kind: 'words' | 'negative' }>): string {
  const where = meaning.kind === 'negative' ? '{negative_prompt}' : wordColumns;
  const words = meaning.words.replaceAll(/["\p{Cc}]/gu, ' ');
  return `(${where} : "${words}"${meaning.halfTyped ? ' *' : ''})`;
}

function columnCondition(
  meaning: Exclude<Meaning, { kind: 'words' | 'negative' }>,
  { bind, nearest }: Binding,
): string {
  switch (meaning.kind) {
    case 'model':
    case 'style': {
      const column = `lower(coalesce(images.${meaning.kind}, ''))`;
      return meaning.whole ? `${column} = ${bind(meaning.name)}` : `instr(${column}, ${bind(meaning.name)}) > 0`;
    }
    case 'like':
      return `images.number IN (SELECT value FROM json_each(${bind(JSON.stringify(nearest(meaning.image)))}))`;
    case 'tag':
      return `images.number IN (SELECT image FROM image_tags WHERE tag = ${bind(meaning.name)})`;
    case 'collection': {
      const name = meaning.whole ? `name_key = ${bind(meaning.name)}` : `instr(name_key, ${bind(meaning.name)}) > 0`;
      return `images.number IN (SELECT image FROM collection_images
        WHERE collection IN (SELECT number FROM collections WHERE ${name} AND deleted_at IS NULL))`;
    }
    case 'is':
      return qualities[meaning.quality];
    case 'has':
      return possessions[meaning.possession];
    case 'made':
      return `images.kind = ${bind(meaning.how)}`;
    case 'seed':
      return compared('images.seed', meaning.comparison, bind(meaning.value));
    case 'side':
      return compared(columns[meaning.side], meaning.comparison, bind(meaning.pixels));
    case 'area':
      return `images.width = ${bind(meaning.width)} AND images.height = ${bind(meaning.height)}`;
    case 'date': {
      const from = startOf(meaning.span.from);
      if (meaning.relation === 'after') return `images.created_at >= ${bind(from)}`;
      if (meaning.relation === 'before') return `images.created_at < ${bind(from)}`;
      return `images.created_at >= ${bind(from)} AND images.created_at < ${bind(startOf(meaning.span.until))}`;
    }
    default:
      return meaning satisfies never;
  }
}

function compared(column: string, comparison: Comparison, value: string): string {
  return `${column} ${comparison} ${value}`;
}

/** A day begins at midnight where this machine stands; times are stored as UTC. */
function startOf({ year, month, day }: CalendarDay): string {
  return new Date(year, month - 1, day).toISOString();
}
