// Downloads models of the catalogue into the data folder, and registers each once all of it is here.

import { existsSync, statSync } from 'node:fs';
import { rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallOutput } from '../../shared/contract/index.ts';
import type { CatalogueEntry, Download } from '../../shared/domain/download.ts';
import type { ModelId } from '../../shared/domain/ids.ts';
import { TesseraError, toEnvelope } from '../../shared/errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { ModelService } from '../models/model-service.ts';
import type { Network } from '../network/network.ts';
import type { DownloadTable, PlannedFile, StoredDownload } from '../store/download-table.ts';
import { downloadFile, type Patience, usualPatience } from './download-file.ts';
import { listFiles } from './hub-listing.ts';

/** What stays free besides the model, so that drawing with it is not what fills the disk. */
const spareBytes = 512 * 1024 * 1024;
const announceEveryMs = 250;

export interface DownloadService {
  list(): CallOutput<'downloads.list'>;
  /** @throws MODEL_NOT_FOUND, MODEL_IN_USE, OFFLINE, DOWNLOAD_FAILED, DISK_FULL */
  start(id: ModelId): Promise<Download>;
  /** @throws DOWNLOAD_NOT_FOUND */
  pause(id: ModelId): Promise<Download>;
  /** @throws DOWNLOAD_NOT_FOUND */
  cancel(id: ModelId): Promise<void>;
  /** Goes on with what was under way when the app ended. */
  takeUp(): void;
  /** Stops; what is under way goes on at the next start. */
  close(): Promise<void>;
}

interface AtWork {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

export function createDownloadService(options: {
  readonly home: string;
  readonly catalogue: readonly CatalogueEntry[];
  readonly table: DownloadTable;
  readonly network: Network;
  readonly models: Pick<ModelService, 'add' | 'list'>;
  readonly events: EventHub;
  readonly clock: () => number;
  readonly log: (line: string) => void;
  readonly patience?: Patience;
}): DownloadService {
  const { catalogue, table, network, models, events } = options;
  const atWork = new Map<ModelId, AtWork>();
  /** By download, then by file: how much of it is here, as last heard. */
  const received = new Map<ModelId, Map<string, number>>();
  let announcing: NodeJS.Timeout | null = null;

  const folderOf = (id: ModelId) => join(options.home, 'models', id);
  const unfinished = (id: ModelId) => `${folderOf(id)}.part`;

  const isInstalled = (id: ModelId): boolean => models.list().some((model) => model.id === id);

  function shown({ id, files, state, error }: StoredDownload): Download {
    const here = received.get(id) ?? measured(id, files);
    const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
    return { id, state, error, receivedBytes: sum(here.values()), sizeBytes: sum(files.map((file) => file.sizeBytes)) };
  }

  function measured(id: ModelId, files: readonly PlannedFile[]): Map<string, number> {
    const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    const here = files.map(({ path }): [string, number] => {
      const target = join(unfinished(id), path);
      return [path, Math.max(sizeOf(target), sizeOf(`${target}.part`))];
    });
    received.set(id, new Map(here));
    return new Map(here);
  }

  function announce(): void {
    events.announce('downloads.changed', { downloads: table.all().map(shown) });
  }

  function announceSoon(): void {
    announcing ??= setTimeout(() => {
      announcing = null;
      announce();
    }, announceEveryMs);
  }

  function stored(id: ModelId): StoredDownload {
    const download = table.all().find((one) => one.id === id);
    if (download !== undefined) return download;
    throw new TesseraError('DOWNLOAD_NOT_FOUND', `${id} is not being downloaded.`, { details: { id } });
  }

  function entryOf(id: ModelId): CatalogueEntry {
    const entry = catalogue.find((one) => one.id === id);
    if (entry !== undefined) return entry;
    const choices = catalogue.map((one) => one.id);
    throw new TesseraError('MODEL_NOT_FOUND', `The catalogue has no ${id}.`, { details: { field: 'id', choices } });
  }

  async function assertRoom(id: ModelId, files: readonly PlannedFile[]): Promise<void> {
    const { sizeBytes, receivedBytes } = shown({ id, files, state: 'paused', error: null });
    const { bavail, bsize } = await statfs(options.home);
    const missing = sizeBytes - receivedBytes + spareBytes - bavail * bsize;
    if (missing <= 0) return;
    throw new TesseraError(
      'DISK_FULL',
      `The disk with the data folder lacks ${Math.ceil(missing / 1e6)} MB for this model. Free some space, then try again.`,
      { details: { missingBytes: missing } },
    );
  }

  function begin(download: StoredDownload): void {
    const abort = new AbortController();
    const ended = work(download, abort.signal).catch((error: unknown) => {
      options.log(`download ${download.id} could not be recorded: ${String(error)}`);
    });
    atWork.set(download.id, { abort, ended });
    announce();
  }

  async function work({ id, files }: StoredDownload, signal: AbortSignal): Promise<void> {
    try {
      const here = received.get(id) ?? measured(id, files);
      received.set(id, here);
      // Whole already, when the app ended just before it was registered, or its model was once removed from the list.
      const folder = existsSync(folderOf(id)) ? folderOf(id) : unfinished(id);
      for (const file of files) {
        await downloadFile({
          file,
          target: join(folder, file.path),
          network,
          signal,
          patience: options.patience ?? usualPatience,
          onReceived(bytes) {
            here.set(file.path, bytes);
            announceSoon();
          },
        });
      }
      if (folder !== folderOf(id)) await rename(folder, folderOf(id));
      if (!isInstalled(id)) await models.add({ folder: folderOf(id), id });
      table.remove(id);
      received.delete(id);
      options.log(`download ${id}: done`);
    } catch (error) {
      // Whoever stopped it says what becomes of it.
      if (signal.aborted) return;
      table.move(id, 'failed', toEnvelope(error));
      options.log(`download ${id}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      atWork.delete(id);
    }
    announce();
  }

  async function stop(id: ModelId): Promise<void> {
    const work = atWork.get(id);
    work?.abort.abort();
    await work?.ended;
  }

  return {
    list() {
      return {
        catalogue: catalogue.map((entry) => ({ ...entry, isInstalled: isInstalled(entry.id) })),
        downloads: table.all().map(shown),
      };
    },
    async start(id) {
      const entry = entryOf(id);
      const known = table.all().find((one) => one.id === id);
      if (known !== undefined && atWork.has(id)) return shown(known);
      if (isInstalled(id)) {
        throw new TesseraError('MODEL_IN_USE', `${entry.name} is here already.`, { details: { field: 'id' } });
      }
      const files = known?.files ?? (await listFiles(entry, network));
      await assertRoom(id, files);
      if (known === undefined) table.insert(id, files, new Date(options.clock()).toISOString());
      else table.move(id, 'running');
      begin(stored(id));
      return shown(stored(id));
    },
    async pause(id) {
      stored(id);
      table.move(id, 'paused');
      await stop(id);
      announce();
      return shown(stored(id));
    },
    async cancel(id) {
      stored(id);
      await stop(id);
      table.remove(id);
      received.delete(id);
      await rm(unfinished(id), { recursive: true, force: true });
      announce();
    },
    takeUp() {
      for (const download of table.all()) if (download.state === 'running') begin(download);
    },
    async close() {
      if (announcing !== null) clearTimeout(announcing);
      await Promise.all([...atWork.keys()].map(stop));
    },
  };
}
