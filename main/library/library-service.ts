// Finished pictures: newest first, found by what a search asks for, one at a time.

import type { ImageId } from '../../shared/domain/ids.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import type { LibraryItem, LibraryPicture } from '../../shared/domain/image.ts';
import type { ChangedPictures, LibraryPart } from '../../shared/domain/selection.ts';
import type { EventHub } from '../event-hub.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import type { LibraryChangesTable } from '../store/library-changes-table.ts';
import type { LibrarySearchTable } from '../store/library-search-table.ts';
import type { AskedChange, ChangePictures } from './change-pictures.ts';
import { imageNotFound } from './image-files.ts';
import { cursorAt, placeOf } from './list-place.ts';
import { outlineOf } from './list-outline.ts';
import { understood } from './understood-search.ts';

/** A library of upscaled crops has a size for each picture; nobody chooses among so many. */
const sizesShown = 12;

export interface LibraryService {
  /** @throws SEARCH_NOT_UNDERSTOOD, VALIDATION_ERROR for a cursor that is none */
  list(options: {
    readonly search: string;
    /** Left out, the library. */
    readonly part?: LibraryPart;
    readonly limit: number;
    readonly cursor: string | null;
  }): { items: LibraryItem[]; nextCursor: string | null; total: number };
  /** @throws SEARCH_NOT_UNDERSTOOD */
  outline(options: {
    readonly search: string;
    readonly part: LibraryPart;
    readonly pageLength: number;
  }): CallOutput<'library.outline'>;
  /** @throws SEARCH_NOT_UNDERSTOOD */
  facets(search: string): CallOutput<'library.facets'>;
  /** @throws IMAGE_NOT_FOUND */
  setFavourite(id: ImageId, favourite: boolean): LibraryPicture;
  /** @throws IMAGE_NOT_FOUND */
  setTags(id: ImageId, tags: readonly string[]): LibraryPicture;
  /** @throws SEARCH_NOT_UNDERSTOOD */
  mark(
    asked: AskedChange & {
      readonly favourite?: boolean | undefined;
      readonly addTags: readonly string[];
      readonly removeTags: readonly string[];
    },
  ): Promise<ChangedPictures>;
  tags(options: { readonly beginning: string; readonly limit: number }): CallOutput<'library.tags'>;
  trashSize(): CallOutput<'library.trashSize'>;
  /** @throws IMAGE_NOT_FOUND */
  get(id: ImageId): LibraryPicture;
}

export function createLibraryService(options: {
  readonly store: Store;
  readonly images: ImageTable;
  readonly found: LibrarySearchTable;
  readonly changes: LibraryChangesTable;
  readonly changePictures: ChangePictures;
  readonly events: Pick<EventHub, 'announce'>;
}): LibraryService {
  const { store, images, found, changes, events } = options;

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
    list({ search, part = 'library', limit, cursor }) {
      const asked = { terms: understood(search), part };
      const rows = found.page({ ...asked, before: placeOf(cursor), limit: limit + 1 });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const more = rows.length > limit && last !== undefined;
      return {
        items: page.map(({ item }) => item),
        total: found.count(asked),
        nextCursor: more ? cursorAt(last.place) : null,
      };
    },
    outline: ({ search, part, pageLength }) => outlineOf(found.sizes({ terms: understood(search), part }), pageLength),
    facets(search) {
      const terms = understood(search);
      const rows = found.divided(terms);
      return {
        models: counted(rows, (row) => row.model),
        styles: counted(rows, (row) => row.style),
        kinds: counted(rows, (row) => row.kind),
        sizes: counted(rows, (row) => `${row.width}x${row.height}`).slice(0, sizesShown),
        months: counted(found.hours(terms), ({ hour }) => monthOf(hour)).toSorted((a, b) =>
          b.value.localeCompare(a.value),
        ),
        tags: found.tags(terms),
        collections: found.collections(terms),
        favourites: rows.reduce((sum, row) => sum + (row.favourite === 1 ? row.count : 0), 0),
        derived: rows.reduce((sum, row) => sum + (row.derived === 1 ? row.count : 0), 0),
      };
    },
    async mark({ favourite, addTags, removeTags, ...asked }) {
      const changed = await options.changePictures({
        ...asked,
        part: 'library',
        name: 'library.mark',
        change: (numbers) => [
          ...new Set([
            ...(favourite === undefined ? [] : changes.setFavourite(numbers, favourite)),
            ...changes.retag(numbers, { add: addTags, remove: removeTags }),
          ]),
        ],
      });
      if (changed.ids.length > 0) events.announce('library.rearranged', {});
      return changed;
    },
    tags: (asked) => ({ tags: found.knownTags(asked) }),
    trashSize: found.trashSize,
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

/** The month of this machine that an hour of UTC falls into, as the terms of a search count months. */
function monthOf(hour: string): string {
  const moment = new Date(`${hour}:00:00Z`);
  return `${moment.getFullYear()}-${String(moment.getMonth() + 1).padStart(2, '0')}`;
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
