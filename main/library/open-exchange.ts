// What leaves and enters the library, put together: exports, and the folders people choose for them.

import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import type { ImageTable } from '../store/image-table.ts';
import { type ChosenFolders, createChosenFolders } from './chosen-folders.ts';
import { createExportService, type ExportService } from './export-service.ts';
import type { ImageFiles } from './image-files.ts';
import type { LibraryService } from './library-service.ts';
import { selectedPictures } from './selected-pictures.ts';

export interface Exchange {
  readonly folders: ChosenFolders;
  readonly exports: ExportService;
  close(): Promise<void>;
}

export function openExchange(options: {
  readonly home: string;
  readonly engine: Engine;
  readonly files: ImageFiles;
  readonly images: ImageTable;
  readonly library: LibraryService;
  readonly events: EventHub;
  readonly clock: () => number;
  readonly newId: () => string;
}): Exchange {
  const exports = createExportService({
    ...options,
    selected: (selection) => selectedPictures(selection, options),
  });
  return {
    folders: createChosenFolders(options.newId),
    exports,
    close: () => exports.close(),
  };
}
