// Finished pictures: newest first, found by words, one at a time.

import type { ImageId } from '../../shared/domain/ids.ts';
import type { LibraryItem, LibraryPicture } from '../../shared/domain/image.ts';
import { decodeCursor, encodeCursor } from '../page-cursor.ts';
import type { ImageTable } from '../store/image-table.ts';
import { imageNotFound } from './image-files.ts';

export interface LibraryService {
  list(options: { readonly search: string; readonly limit: number; readonly cursor: string | null }): {
    items: LibraryItem[];
    nextCursor: string | null;
    total: number;
  };
  /** @throws IMAGE_NOT_FOUND */
  get(id: ImageId): LibraryPicture;
}

export function createLibraryService(images: ImageTable): LibraryService {
  return {
    list({ search, limit, cursor }) {
      const { items, total } = images.page({ search, before: decodeCursor(cursor), limit: limit + 1 });
      const page = items.slice(0, limit);
      const last = page.at(-1)?.image;
      const more = items.length > limit && last !== undefined;
      return { items: page, total, nextCursor: more ? encodeCursor({ time: last.createdAt, id: last.id }) : null };
    },
    get(id) {
      const item = images.findItem(id);
      if (item === null) throw imageNotFound(id);
      return { ...item, drawnFrom: images.drawnFrom(id) };
    },
  };
}
