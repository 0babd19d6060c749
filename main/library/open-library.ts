// Puts the library together: searching, marking, trash, collections and what it all takes of the disk.

import type { EventHub } from '../event-hub.ts';
import { createCollectionTable } from '../store/collection-table.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import type { JobTable } from '../store/job-table.ts';
import { createLibraryChangesTable } from '../store/library-changes-table.ts';
import { createLibrarySearchTable } from '../store/library-search-table.ts';
import { createStorageTable } from '../store/storage-table.ts';
import { createChangePictures } from './change-pictures.ts';
import { type CollectionService, createCollectionService } from './collection-service.ts';
import type { ImageFiles } from './image-files.ts';
import { createLibraryService, type LibraryService } from './library-service.ts';
import type { Likeness } from './open-likeness.ts';
import { createStorageService, type StorageService } from './storage-service.ts';
import { createTrashService, type TrashService } from './trash-service.ts';

export interface OpenLibrary {
  readonly library: LibraryService;
  readonly trash: TrashService;
  readonly collections: CollectionService;
  readonly storage: StorageService;
}

export function openLibrary(options: {
  readonly home: string;
  readonly store: Store;
  readonly images: ImageTable;
  readonly jobs: Pick<JobTable, 'countByState'>;
  readonly files: ImageFiles;
  readonly events: EventHub;
  /** What a search by likeness asks; left out, it finds nothing. */
  readonly likeness?: Likeness;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly log: (line: string) => void;
}): OpenLibrary {
  const { home, store, jobs } = options;
  const found = createLibrarySearchTable(store, options.likeness?.similar.nearest);
  const changes = createLibraryChangesTable(store);
  const changePictures = createChangePictures({ store, found, changes });
  const parts = { ...options, found, changes, changePictures };
  return {
    library: createLibraryService(parts),
    trash: createTrashService(parts),
    collections: createCollectionService({ ...parts, table: createCollectionTable(store) }),
    storage: createStorageService({
      home,
      table: createStorageTable(store),
      isDrawing: () => (jobs.countByState().running ?? 0) > 0,
    }),
  };
}
