// Puts together what knows where pictures come from: their families, their receipts, and rendering them again.

import { arch, cpus, platform } from 'node:os';
import type { ResolvedRecipe } from '../../shared/domain/recipe.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import type { Handlers } from '../handler-table.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { JobService } from '../jobs/job-service.ts';
import type { ImageFiles } from '../library/image-files.ts';
import type { LibraryService } from '../library/library-service.ts';
import type { ChosenModel } from '../models/chosen-model.ts';
import type { PaletteShelf } from '../palettes/palette-shelf.ts';
import { createFileRecords } from '../receipts/file-records.ts';
import { createReceiptService, type ReceiptService } from '../receipts/receipt-service.ts';
import type { RunFileSources } from '../receipts/run-files.ts';
import { createVerifyService } from '../receipts/verify-service.ts';
import type { SourceService } from '../sources/source-service.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import type { JobTable } from '../store/job-table.ts';
import type { LineageTable } from '../store/lineage-table.ts';
import { createReceiptTable } from '../store/receipt-table.ts';
import type { UpscalerService } from '../upscalers/upscaler-service.ts';
import { createLineageService } from './lineage-service.ts';
import { rerunPicture } from './rerun-picture.ts';

type LineageCall = Extract<keyof Handlers, `lineage.${string}`>;

export interface Lineage {
  /** Gives every picture its receipt. */
  readonly witness: ReceiptService['witness'];
  /** @param work what draws a picture anew */
  handlers(work: {
    readonly jobs: Pick<JobService, 'get'>;
    readonly queue: Pick<JobQueue, 'wake'>;
  }): Pick<Handlers, LineageCall>;
  start(): void;
  close(): Promise<void>;
}

export function openLineage(parts: {
  readonly home: string;
  readonly version: string;
  readonly store: Store;
  readonly jobs: JobTable;
  readonly images: ImageTable;
  readonly lineage: LineageTable;
  readonly files: ImageFiles;
  readonly sources: SourceService;
  readonly engine: Engine;
  readonly events: Pick<EventHub, 'announce'>;
  readonly models: RunFileSources['models'];
  readonly shelf: PaletteShelf;
  readonly loras: RunFileSources['loras'];
  readonly upscalers: Pick<UpscalerService, 'runOf'>;
  readonly library: Pick<LibraryService, 'get'>;
  readonly chosen: Pick<ChosenModel, 'run'>;
  readonly newId: () => string;
  readonly clock: () => number;
  readonly log: (line: string) => void;
}): Lineage {
  const { version, store, jobs, images, sources, library, log } = parts;
  const table = createReceiptTable(store);
  const records = createFileRecords({ table, log });
  const machine = { app: version, platform: `${platform()}-${arch()}`, cpu: cpus()[0]?.model ?? 'unknown' };
  const receipts = createReceiptService({
    table,
    files: records,
    sources: { ...parts, palettes: parts.shelf },
    machine,
    picture: library.get,
  });
  const verifying = createVerifyService({
    ...parts,
    runModel: parts.chosen.run,
    upscaler: parts.upscalers.runOf,
    receipts,
    records,
  });
  const families = createLineageService({ table: parts.lineage, images });

  function assertDrawable(recipe: ResolvedRecipe): void {
    parts.chosen.run(recipe);
    if (recipe.source !== null) sources.path(recipe.source.image);
  }

  return {
    witness: receipts.witness,
    handlers: ({ jobs: service, queue }) => ({
      'lineage.tree': ({ id }) => families.tree(id),
      'lineage.receipt': async ({ id }) => ({ receipt: await receipts.of(id) }),
      'lineage.verify': ({ id }) => verifying.verify(id),
      'lineage.stopVerifying': ({ id }) => {
        verifying.stop(id);
        return { id };
      },
      'lineage.rerun': ({ id }, { door }) => {
        const now = () => new Date(parts.clock()).toISOString();
        return rerunPicture(
          { id, door },
          { ...parts, tables: { jobs, images }, jobs: service, queue, now, assertDrawable },
        );
      },
    }),
    start: records.start,
    close: records.close,
  };
}
