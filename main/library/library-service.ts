// Finished pictures: newest first, found by what a search asks for, one at a time.

import { z } from 'zod';
import type { ImageId } from '../../shared/domain/ids.ts';
import type { LibraryItem, LibraryPicture } from '../../shared/domain/image.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Term } from '../../shared/library-query/library-query.ts';
import { parseQuery } from '../../shared/library-query/parse-query.ts';
import { decodeCursor, encodeCursor } from '../page-cursor.ts';
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
  /** @throws IMAGE_NOT_FOUND */
  get(id: ImageId): LibraryPicture;
}

export function createLibraryService(options: {
  readonly images: ImageTable;
  readonly found: LibrarySearchTable;
}): LibraryService {
  const { images, found } = options;
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
    get(id) {
      const item = images.findItem(id);
      if (item === null) throw imageNotFound(id);
      return { ...item, drawnFrom: images.drawnFrom(id) };
    },
  };
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
