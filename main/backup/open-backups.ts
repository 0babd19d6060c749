// Puts together what copies the database and what takes pictures up again after a restoration.

import type { EventHub } from '../event-hub.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { ImageFiles } from '../library/image-files.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import type { JobTable } from '../store/job-table.ts';
import type { UpscalerService } from '../upscalers/upscaler-service.ts';
import { createPictureAdoption } from './adopt-pictures.ts';
import { type BackupService, createBackupService } from './backup-service.ts';

export function openBackups(parts: {
  readonly home: string;
  readonly binding: string | undefined;
  readonly store: Store;
  readonly jobs: JobTable;
  readonly images: ImageTable;
  readonly files: ImageFiles;
  readonly engine: Engine;
  readonly upscalers: UpscalerService;
  readonly events: EventHub;
  readonly clock: () => number;
  readonly log: (line: string) => void;
}): BackupService {
  const { upscalers, ...rest } = parts;
  const upscalerCalled = (name: string) => upscalers.list().find((upscaler) => upscaler.name === name)?.id;
  return createBackupService({ ...rest, adopt: createPictureAdoption({ ...rest, upscalerCalled }) });
}
