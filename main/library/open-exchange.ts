// What leaves and enters the library, put together: exports, imports, the folders people choose for them, and what pictures look like.

import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import { createImportTable } from '../store/import-table.ts';
import { type ChosenFolders, createChosenFolders } from './chosen-folders.ts';
import { createExportService, type ExportService } from './export-service.ts';
import type { ImageFiles } from './image-files.ts';
import { createImportService, type ImportService } from './import-service.ts';
import type { LibraryService } from './library-service.ts';
import type { Likeness } from './open-likeness.ts';
import { selectedPictures } from './selected-pictures.ts';

export interface Exchange {
  readonly folders: ChosenFolders;
  readonly exports: ExportService;
  readonly imports: ImportService;
  readonly likeness: Likeness;
  /** Goes on with what an earlier run left undone. */
  start(): void;
  close(): Promise<void>;
}

export function openExchange(options: {
  readonly home: string;
  readonly store: Store;
  readonly engine: Engine;
  readonly files: ImageFiles;
  readonly images: ImageTable;
  readonly library: LibraryService;
  readonly events: EventHub;
  readonly clock: () => number;
  readonly likeness: Likeness;
  readonly newId: () => string;
  readonly log: (line: string) => void;
}): Exchange {
  const exports = createExportService({
    ...options,
    selected: (selection) => selectedPictures(selection, options),
  });
  const imports = createImportService({
    ...options,
    table: createImportTable(options.store),
    keepTraits: options.likeness.keepTraits,
  });
  return {
    folders: createChosenFolders(options.newId),
    exports,
    imports,
    likeness: options.likeness,
    start() {
      imports.resume();
      options.likeness.start(options.files);
    },
    async close() {
      await exports.close();
      await imports.close();
      await options.likeness.close();
    },
  };
}
