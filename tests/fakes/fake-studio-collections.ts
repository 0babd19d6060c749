// The fake studio's collections.

import type { CallName, TesseraEvent } from '../../shared/contract/index.ts';
import { type Collection, CollectionId, collectionNameKey } from '../../shared/domain/collection.ts';
import type { ImageId } from '../../shared/domain/ids.ts';
import type { LibraryItem } from '../../shared/domain/image.ts';
import { TesseraError } from '../../shared/errors.ts';

interface Shelf {
  readonly id: CollectionId;
  name: string;
  deleted: boolean;
  readonly pictures: Set<ImageId>;
}

type CollectionCall = Exclude<Extract<CallName, `collections.${string}`>, 'collections.add' | 'collections.remove'>;

export function createFakeCollections(options: {
  readonly ready: () => readonly LibraryItem[];
  readonly announce: (event: TesseraEvent) => void;
}) {
  const shelves: Shelf[] = [];

  function shown(shelf: Shelf): Collection {
    const there = new Set(options.ready().map(({ image }) => image.id));
    const held = [...shelf.pictures].filter((id) => there.has(id));
    return { id: shelf.id, name: shelf.name, count: held.length, cover: held.at(-1) ?? null };
  }

  function find(id: string): Shelf {
    const shelf = shelves.find((candidate) => candidate.id === id);
    if (shelf === undefined) throw new TesseraError('COLLECTION_NOT_FOUND', `There is no collection ${id}.`);
    return shelf;
  }

  function assertFree(name: string): void {
    if (shelves.some((shelf) => !shelf.deleted && collectionNameKey(shelf.name) === collectionNameKey(name)))
      throw new TesseraError('COLLECTION_EXISTS', `There is a collection called ${name}.`);
  }

  function changed(shelf: Shelf): Collection {
    options.announce({ name: 'collections.changed', data: {}, sequence: Number.MAX_SAFE_INTEGER });
    return shown(shelf);
  }

  return {
    holds: (key: string, id: ImageId): boolean =>
      shelves.some((shelf) => !shelf.deleted && collectionNameKey(shelf.name) === key && shelf.pictures.has(id)),
    among: (ids: readonly ImageId[]) =>
      shelves
        .filter(({ deleted }) => !deleted)
        .map(({ name, pictures }) => ({ value: name, count: ids.filter((id) => pictures.has(id)).length }))
        .filter(({ count }) => count > 0),
    fill(name: 'collections.add' | 'collections.remove', id: string, ids: readonly ImageId[]) {
      const shelf = find(id);
      for (const picture of ids) {
        if (name === 'collections.add') shelf.pictures.add(picture);
        else shelf.pictures.delete(picture);
      }
      changed(shelf);
      return { ids, nextCursor: null };
    },
    // oxlint-disable-next-line typescript/no-explicit-any -- the input was just parsed by the schema of its call
    answer(name: CollectionCall, input: any): unknown {
      switch (name) {
        case 'collections.list':
          return { collections: shelves.filter(({ deleted }) => !deleted).map(shown) };
        case 'collections.create': {
          assertFree(input.name);
          const id = CollectionId.parse(`collection-${shelves.length + 1}`);
          const shelf = { id, name: input.name, deleted: false, pictures: new Set<ImageId>() };
          shelves.push(shelf);
          return changed(shelf);
        }
        case 'collections.rename': {
          const shelf = find(input.id);
          if (collectionNameKey(shelf.name) !== collectionNameKey(input.name)) assertFree(input.name);
          shelf.name = input.name;
          return changed(shelf);
        }
        case 'collections.delete':
        case 'collections.restore': {
          const shelf = find(input.id);
          shelf.deleted = name === 'collections.delete';
          const now = changed(shelf);
          return name === 'collections.delete' ? { id: shelf.id } : now;
        }
        default:
          return name satisfies never;
      }
    },
  };
}
