// Finished pictures: newest first, found by what a search asks for, one at a time.

import { z } from 'zod';
import type { ImageId } from '../../shared/domain/ids.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import type { LibraryItem, LibraryPicture } from '../../shared/domain/image.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Term } from '../../shared/library-query/library-query.ts';
import { parseQuery } from '../../shared/library-query/parse-query.ts';
import type { EventHub } from '../event-hub.ts';
import { decodeCursor, encodeCursor } from '../page-cursor.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import type { LibrarySearchTable } from '../store/library-search-table.ts';
import { imageNotFound } from './image-files.ts';

/** Pictures are numbered as they are made; a page starts behind a number. */
const PictureNumber = z.coerce.number().pipe(z.int().nonnegative());

export interface LibraryService {
  /** @throws SEARCH_NOT_UNDERSTOOD, VALIDATION_ERROR for a cursor that is none */
  list(options: { readonly search: string; readonly limit: number; readonly cursor: string | null }): {
    items: LibraryItem[];
    nextCursor: string | null;
    total: number;
  };
  /** @throws SEARCH_NOT_UNDERSTOOD */
  facets(search: string): CallOutput<'library.facets'>;
  /** @throws IMAGE_NOT_FOUND */
  setFavourite(id: ImageId, favourite: boolean): LibraryPicture;
  /** @throws IMAGE_NOT_FOUND */
  setTags(id: ImageId, tags: readonly string[]): LibraryPicture;
  /** @throws IMAGE_NOT_FOUND */
  get(id: ImageId): LibraryPicture;
}

export function createLibraryService(options: {
  readonly store: Store;
  readonly images: ImageTable;
  readonly found: LibrarySearchTable;
  readonly events: Pick<EventHub, 'announce'>;
}): LibraryService {
  const { store, images, found, events } = options;

  function get(id: ImageId): LibraryPicture {
    const item = images.findItem(id);
    if (item === null) throw imageNotFound(id);
    return { ...item, drawnFrom: images.drawnFrom(id), favourite: images.isFavourite(id), tags: images.tags(id) };
  }

  function announced(id: ImageId): LibraryPicture {
    const picture = get(id);
    events.announce('library.changed', { id, favourite: picture.favourite, tags: picture.tags });
    return picture;
  }

  return {
    list({ search, limit, cursor }) {
      const terms = understood(search);
      const rows = found.page({ terms, before: numberOf(cursor), limit: limit + 1 });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const more = rows.length > limit && last !== undefined;
      return {
        items: page.map(({ item }) => item),
        total: found.count(terms),
        nextCursor: more ? encodeCursor({ time: last.item.image.createdAt, id: String(last.number) }) : null,
      };
    },
    facets(search) {
      const terms = understood(search);
      const rows = found.divided(terms);
      return {
        models: counted(rows, (row) => row.model),
        styles: counted(rows, (row) => row.style),
        kinds: counted(rows, (row) => row.kind),
        tags: found.tags(terms),
        favourites: rows.reduce((sum, row) => sum + (row.favourite === 1 ? row.count : 0), 0),
      };
    },
    setFavourite(id, favourite) {
      if (!images.setFavourite(id, favourite)) throw imageNotFound(id);
      return announced(id);
    },
    setTags(id, tags) {
      if (!store.transaction('library.set-tags', () => images.setTags(id, tags))) throw imageNotFound(id);
      return announced(id);
    },
    get,
  };
}

/** Rows summed up by one of their columns, most first; those without a value are left out. */
function counted<FoundRow extends { readonly count: number }>(
  rows: readonly FoundRow[],
  valueOf: (row: FoundRow) => string | null,
): { value: string; count: number }[] {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const value = valueOf(row);
    if (value !== null && value !== '') sums.set(value, (sums.get(value) ?? 0) + row.count);
  }
  return [...sums].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count);
}

/** @throws SEARCH_NOT_UNDERSTOOD with the place and a guess */
function understood(search: string): readonly Term[] {
  const { terms, problems } = parseQuery(search);
  const [problem] = problems;
  if (problem === undefined) return terms;
  const { text, at, code, suggestion } = problem;
  const advice = suggestion === null ? 'Leave it out.' : `Perhaps ${suggestion} was meant.`;
  throw new TesseraError('SEARCH_NOT_UNDERSTOOD', `search: ${text} (place ${at + 1}) was not understood. ${advice}`, {
    details: { field: 'search', problem: code, text, at, ...(suggestion === null ? {} : { suggestion }) },
  });
}

function numberOf(cursor: string | null): number | null {
  const place = decodeCursor(cursor);
  if (place === null) return null;
  const number = PictureNumber.safeParse(place.id);
  if (number.success) return number.data;
  throw new TesseraError('VALIDATION_ERROR', 'cursor: this one belongs to another list; leave it out to start anew.', {
    details: { field: 'cursor' },
  });
}
