// What leaves and enters the library, put together: exports, imports, and the folders people choose for them.

import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import { createImportTable } from '../store/import-table.ts';
import { createTraitsTable } from '../store/traits-table.ts';
import { type ChosenFolders, createChosenFolders } from './chosen-folders.ts';
import { createExportService, type ExportService } from './export-service.ts';
import type { ImageFiles } from './image-files.ts';
import { createImportService, type ImportService } from './import-service.ts';
import type { LibraryService } from './library-service.ts';
import { selectedPictures } from './selected-pictures.ts';

export interface Exchange {
  readonly folders: ChosenFolders;
  readonly exports: ExportService;
  readonly imports: ImportService;
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
  readonly newId: () => string;
  readonly log: (line: string) => void;
}): Exchange {
  const exports = createExportService({
    ...options,
    selected: (selection) => selectedPictures(selection, options),
  });
  const traits = createTraitsTable(options.store);
  const imports = createImportService({ ...options, table: createImportTable(options.store), traits });
  return {
    folders: createChosenFolders(options.newId),
    exports,
    imports,
    start() {
      imports.resume();
    },
    async close() {
      await exports.close();
      await imports.close();
    },
  };
}
