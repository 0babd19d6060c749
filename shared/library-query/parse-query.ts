// Reads a search line such as `cat model:sticker is:favourite after:2026-11-01 -night "exact phrase"`.

import { collectionNameKey } from '../domain/collection.ts';
import { ImageId } from '../domain/ids.ts';
import { imageKinds } from '../domain/image.ts';
import {
  type Meaning,
  type Measure,
  type ParsedQuery,
  possessions,
  type QueryProblem,
  qualities,
  type Term,
} from './library-query.ts';
import { nearest, readArea, readNumber, readSpan } from './read-value.ts';
import { type RawTerm, splitTerms } from './split-terms.ts';

type Read = (value: string, raw: RawTerm) => Meaning | null;

const sameWords: Readonly<Record<string, string>> = { favorite: 'favourite', fav: 'favourite', tag: 'tags' };

interface Field {
  readonly read: Read;
  /** The words it takes, when they are a list. */
  readonly choices?: readonly string[];
  /** A value it takes, shown to someone who wrote another. */
  readonly example: string;
}

const fields: Readonly<Record<string, Field>> = {
  model: { read: name('model'), example: 'sticker' },
  style: { read: name('style'), example: 'ink' },
  tag: { read: (value) => ({ kind: 'tag', name: value.trim().toLowerCase() }), example: 'holiday' },
  in: {
    read: (value, raw) => ({ kind: 'collection', name: collectionNameKey(value), whole: raw.quoted }),
    example: '"holiday"',
  },
  like: {
    read(value) {
      const image = ImageId.safeParse(value.trim());
      return image.success ? { kind: 'like', image: image.data } : null;
    },
    example: '0f3a',
  },
  negative: { read: (value, raw) => words('negative', value, raw), example: 'blurry' },
  is: {
    read: (value) => chosen(qualities, value, (quality) => ({ kind: 'is', quality })),
    choices: qualities,
    example: 'favourite',
  },
  has: {
    read: (value) => chosen(possessions, value, (possession) => ({ kind: 'has', possession })),
    choices: possessions,
    example: 'parent',
  },
  kind: {
    read: (value) => chosen(imageKinds, value, (how) => ({ kind: 'made', how })),
    choices: imageKinds,
    example: 'upscale',
  },
  seed: {
    read(value) {
      const found = readNumber(value);
      return found === null ? null : { kind: 'seed', comparison: found.comparison, value: found.number };
    },
    example: '7',
  },
  size: { read: side('size'), example: '>512' },
  width: { read: side('width'), example: '>512' },
  height: { read: side('height'), example: '<=1024' },
  after: { read: date('after'), example: '2026-11-01' },
  before: { read: date('before'), example: '2026-11-01' },
  on: { read: date('on'), example: '2026-11-01' },
};

export const queryFields: readonly string[] = Object.keys(fields);

/** What a text needs to be found by its words: the index knows letters and digits only. */
const findable = /[\p{L}\p{N}]/u;

export function parseQuery(line: string): ParsedQuery {
  const raw = splitTerms(line);
  const terms: Term[] = [];
  const problems: QueryProblem[] = [];
  for (const [place, part] of raw.entries()) {
    const found = readTerm(part, { last: place === raw.length - 1 });
    if ('code' in found) problems.push(found);
    else terms.push(found);
  }
  return { terms, problems };
}

function readTerm(raw: RawTerm, { last }: { readonly last: boolean }): Term | QueryProblem {
  const { text, at, excluded, value } = raw;
  const problem = (code: QueryProblem['code'], suggestion: string | null): QueryProblem => ({
    code,
    text,
    at,
    suggestion,
  });
  if (!raw.closed) return problem('unclosedQuote', findable.test(value) ? closedOr(text) : null);
  if (raw.field === null) {
    if (!findable.test(value)) return problem('nothingToFind', null);
    const meaning = words('words', value, raw);
    // The word at the end may still be on its way; one to leave out is taken as it stands, lest it empty the screen.
    const halfTyped = meaning.halfTyped || (last && !raw.quoted && !excluded);
    return { meaning: { ...meaning, halfTyped }, excluded, text, at };
  }
  const minus = excluded ? '-' : '';
  const field = Object.hasOwn(fields, raw.field) ? fields[raw.field] : undefined;
  if (field === undefined) {
    const near = nearest(raw.field, queryFields);
    const quotes = raw.quoted ? '"' : '';
    const asWords = text.slice(minus.length).replaceAll('"', '');
    if (near !== null) return problem('unknownField', `${minus}${near}:${quotes}${value}${quotes}`);
    return problem('unknownField', `${minus}"${asWords}"`);
  }
  if (value.trim() === '') return problem('missingValue', `${minus}${raw.field}:${field.example}`);
  const meaning = field.read(value, raw);
  if (meaning !== null) return { meaning, excluded, text, at };
  const near = field.choices === undefined ? null : nearest(value.toLowerCase(), field.choices);
  return problem('wrongValue', `${minus}${raw.field}:${near ?? field.example}`);
}

/** The term with its quote closed, or what would be suggested for that in turn. */
function closedOr(text: string): string | null {
  const closed = `${text}"`;
  const found = parseQuery(closed).problems[0];
  return found === undefined ? closed : found.suggestion;
}

function words<Kind extends 'words' | 'negative'>(kind: Kind, value: string, raw: RawTerm) {
  const halfTyped = !raw.quoted && value.endsWith('*');
  return { kind, words: value, halfTyped };
}

function name(kind: 'model' | 'style'): Read {
  return (value, raw) => ({ kind, name: value.trim().toLowerCase(), whole: raw.quoted });
}

function side(of: Measure): Read {
  return (value) => {
    const area = of === 'size' ? readArea(value) : null;
    if (area !== null) return { kind: 'area', ...area };
    const found = readNumber(value);
    return found === null ? null : { kind: 'side', side: of, comparison: found.comparison, pixels: found.number };
  };
}

function date(relation: 'after' | 'before' | 'on'): Read {
  return (value) => {
    const span = readSpan(value);
    return span === null ? null : { kind: 'date', relation, span };
  };
}

function chosen<Choice extends string>(
  choices: readonly Choice[],
  value: string,
  make: (choice: Choice) => Meaning,
): Meaning | null {
  const typed = value.trim().toLowerCase();
  const choice = choices.find((known) => known === (sameWords[typed] ?? typed));
  return choice === undefined ? null : make(choice);
}
