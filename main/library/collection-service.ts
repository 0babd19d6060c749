// Collections: made, renamed, thrown away and brought back; pictures put in and taken out.

import { CollectionId, type Collection } from '../../shared/domain/collection.ts';
import type { ChangedPictures } from '../../shared/domain/selection.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { CollectionTable } from '../store/collection-table.ts';
import type { Store } from '../store/database.ts';
import type { AskedChange, ChangePictures } from './change-pictures.ts';

export interface CollectionService {
  list(): Collection[];
  /** @throws COLLECTION_EXISTS */
  create(name: string): Collection;
  /** @throws COLLECTION_NOT_FOUND, COLLECTION_EXISTS */
  rename(id: CollectionId, name: string): Collection;
  /** @throws COLLECTION_NOT_FOUND */
  delete(id: CollectionId): void;
  /** @throws COLLECTION_NOT_FOUND, COLLECTION_EXISTS when its name went to another meanwhile */
  restore(id: CollectionId): Collection;
  /** @throws COLLECTION_NOT_FOUND */
  add(id: CollectionId, asked: AskedChange): Promise<ChangedPictures>;
  /** @throws COLLECTION_NOT_FOUND */
  remove(id: CollectionId, asked: AskedChange): Promise<ChangedPictures>;
}

export function createCollectionService(options: {
  readonly store: Store;
  readonly table: CollectionTable;
  readonly changePictures: ChangePictures;
  readonly events: Pick<EventHub, 'announce'>;
  readonly clock: () => number;
  readonly newId: () => string;
}): CollectionService {
  const { store, table, events } = options;
  const now = (): string => new Date(options.clock()).toISOString();

  function get(id: CollectionId): Collection {
    const collection = table.find(id);
    if (collection === null) throw collectionNotFound(id);
    return collection;
  }

  function announced(id: CollectionId): Collection {
    events.announce('collections.changed', {});
    return get(id);
  }

  function assertFree(name: string, by: CollectionId): void {
    if (!table.isTaken(name, by)) return;
    throw new TesseraError(
      'COLLECTION_EXISTS',
      `There is a collection called “${name}” already. Choose another name.`,
      {
        details: { field: 'name' },
      },
    );
  }

  async function changed(
    asked: AskedChange,
    change: { readonly name: string; readonly run: Parameters<ChangePictures>[0]['change'] },
  ): Promise<ChangedPictures> {
    const done = await options.changePictures({ ...asked, part: 'library', name: change.name, change: change.run });
    if (done.ids.length > 0) events.announce('collections.changed', {});
    return done;
  }

  return {
    list: table.list,
    create(name) {
      const id = CollectionId.parse(options.newId());
      store.transaction('collections.create', () => {
        assertFree(name, id);
        table.insert({ id, name, createdAt: now() });
      });
      return announced(id);
    },
    rename(id, name) {
      store.transaction('collections.rename', () => {
        get(id);
        assertFree(name, id);
        table.rename(id, name);
      });
      return announced(id);
    },
    delete(id) {
      get(id);
      table.setDeleted(id, now());
      events.announce('collections.changed', {});
    },
    restore(id) {
      store.transaction('collections.restore', () => {
        const name = table.trashedName(id);
        if (name === null) throw collectionNotFound(id);
        assertFree(name, id);
        table.setDeleted(id, null);
      });
      return announced(id);
    },
    async add(id, asked) {
      get(id);
      return changed(asked, { name: 'collections.add', run: (numbers) => table.add(id, numbers) });
    },
    async remove(id, asked) {
      get(id);
      return changed(asked, { name: 'collections.remove', run: (numbers) => table.remove(id, numbers) });
    },
  };
}

function collectionNotFound(id: CollectionId): TesseraError {
  return new TesseraError('COLLECTION_NOT_FOUND', 'There is no such collection. It may have been deleted.', {
    details: { id },
  });
}
