// The library's part of the table of handlers.

import type { Handlers } from '../handler-table.ts';
import type { OpenLibrary } from './open-library.ts';

/** Those by likeness are answered from what pictures look like, beside these. */
type LibraryCall = Exclude<
  Extract<keyof Handlers, `library.${string}` | `collections.${string}`>,
  'library.similar' | 'library.duplicates'
>;

export function libraryHandlers({ library, trash, collections, storage }: OpenLibrary): Pick<Handlers, LibraryCall> {
  return {
    'library.list': (input) => library.list(input),
    'library.outline': (input) => library.outline(input),
    'library.facets': ({ search }) => library.facets(search),
    'library.setTags': ({ id, tags }) => library.setTags(id, tags),
    'library.setFavourite': ({ id, favourite }) => library.setFavourite(id, favourite),
    'library.get': ({ id }) => library.get(id),
    'library.mark': (input) => library.mark(input),
    'library.tags': (input) => library.tags(input),
    'library.trash': (input) => trash.trash(input),
    'library.restore': (input) => trash.restore(input),
    'library.purge': (input) => trash.purge(input),
    'library.trashSize': () => library.trashSize(),
    'library.storage': () => storage.get(),
    'library.clearCache': () => storage.clearCache(),
    'collections.list': () => ({ collections: collections.list() }),
    'collections.create': ({ name }) => collections.create(name),
    'collections.rename': ({ id, name }) => collections.rename(id, name),
    'collections.delete': ({ id }) => {
      collections.delete(id);
      return { id };
    },
    'collections.restore': ({ id }) => collections.restore(id),
    'collections.add': ({ id, ...asked }) => collections.add(id, asked),
    'collections.remove': ({ id, ...asked }) => collections.remove(id, asked),
  };
}
