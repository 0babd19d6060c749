// Exports of pictures: worked through one picture after the other, told as they go, stopped when asked.

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CallParsed } from '../../shared/contract/index.ts';
import { ExportId, fileEndings, type LibraryExport } from '../../shared/domain/export.ts';
import { captionOf } from '../../shared/domain/image.ts';
import type { PictureSelection } from '../../shared/domain/selection.ts';
import { type ErrorCode, TesseraError, toEnvelope } from '../../shared/errors.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import { exportName } from './export-names.ts';
import { type ExportTarget, openFileTarget, openFolderTarget, openZipTarget } from './export-target.ts';
import { type ImageFiles, imageNotFound } from './image-files.ts';
import type { SelectedPicture, SelectedPictures } from './selected-pictures.ts';

/** More than a person reads; the count says the rest. */
const failuresTold = 50;
const exportsKept = 20;
/** What will not pass with the next picture either. */
const hopeless: readonly ErrorCode[] = [
  'CANCELLED',
  'DISK_FULL',
  'DATA_FOLDER_READ_ONLY',
  'ENGINE_UNAVAILABLE',
  'REQUEST_TOO_LARGE',
  'INTERNAL',
];
/** Only names that this file gives. */
const downloadName = /^[^\\/]{1,240}-\d{8}-\d{9}\.(?:png|jpg|webp|avif|zip)$/u;

export type ExportTo = { readonly kind: 'download' } | { readonly kind: 'folder'; readonly path: string };

export interface ExportService {
  /** Begins and answers at once. @throws SEARCH_NOT_UNDERSTOOD, INVALID_INPUT when nothing is selected */
  start(asked: Omit<CallParsed<'exports.start'>, 'target'> & { readonly to: ExportTo }): LibraryExport;
  /** The last one first. */
  list(): LibraryExport[];
  /** @throws FILE_NOT_FOUND */
  cancel(id: ExportId): LibraryExport;
  /** Absolute path of the last file an export put into a folder. @throws FILE_NOT_FOUND */
  lastFile(id: ExportId): string;
  /** Absolute path of a file to download; null when there is none by that name. */
  path(file: string): string | null;
  close(): Promise<void>;
}

interface Running {
  state: LibraryExport;
  last: string | null;
  readonly stop: AbortController;
  done: Promise<void>;
}

export function createExportService(options: {
  readonly home: string;
  readonly engine: Pick<Engine, 'exportPicture'>;
  readonly files: Pick<ImageFiles, 'path'>;
  readonly events: Pick<EventHub, 'announce'>;
  /** @throws SEARCH_NOT_UNDERSTOOD */
  readonly selected: (selection: PictureSelection) => SelectedPictures;
  readonly clock: () => number;
}): ExportService {
  const { engine, files, events } = options;
  const folder = join(options.home, 'exports');
  const work = join(options.home, 'cache', 'exports');
  mkdirSync(work, { recursive: true });
  const exports = new Map<ExportId, Running>();

  function running(id: ExportId): Running {
    const found = exports.get(id);
    if (found !== undefined) return found;
    throw new TesseraError('FILE_NOT_FOUND', 'There is no such export since the studio was started.', {
      details: { field: 'id' },
    });
  }

  function tell(one: Running, changes: Partial<LibraryExport>): void {
    one.state = { ...one.state, ...changes };
    events.announce('export.changed', one.state);
  }

  function targetOf(to: ExportTo, total: number): ExportTarget | Promise<ExportTarget> {
    if (to.kind === 'folder') return openFolderTarget(to.path);
    const digits = new Date(options.clock()).toISOString().replace(/\D/g, '');
    const stamp = `${digits.slice(0, 8)}-${digits.slice(8, 17)}`;
    return total === 1 ? openFileTarget({ folder, stamp }) : openZipTarget({ folder, stamp });
  }

  async function writeAll(
    one: Running,
    asked: Parameters<ExportService['start']>[0],
    pictures: SelectedPictures['pictures'],
  ): Promise<string | null> {
    const target = await targetOf(asked.to, one.state.total);
    let number = 0;
    try {
      for (const picture of pictures) {
        if (one.stop.signal.aborted) throw new TesseraError('CANCELLED', 'The export was cancelled.');
        number += 1;
        await writeOne(one, { picture, number, asked, target });
      }
      return await target.finish();
    } catch (thrown) {
      await target.abandon();
      throw thrown;
    }
  }

  /** A picture that cannot be written is told and left out; what would fail for all of them ends the export. */
  async function writeOne(
    one: Running,
    of: {
      picture: SelectedPicture;
      number: number;
      asked: Parameters<ExportService['start']>[0];
      target: ExportTarget;
    },
  ): Promise<void> {
    const { number, asked, target } = of;
    const { id, item } = of.picture;
    // In the folder itself, so that the finished file is put in its place without being copied.
    const beside = asked.to.kind === 'folder' ? asked.to.path : work;
    const part = join(beside, `.tessera-${one.state.id}.part`);
    try {
      const source = files.path(id);
      if (item === null || source === null) throw imageNotFound(id);
      await engine.exportPicture({ source, output: part, style: asked.style });
      const base = exportName(asked.names, { item, number });
      const name = await target.put(part, { base, ending: fileEndings[asked.style.format] });
      one.last = asked.to.kind === 'folder' ? join(asked.to.path, name) : null;
      tell(one, { written: one.state.written + 1 });
    } catch (thrown) {
      const { code, message } = toEnvelope(thrown);
      if (hopeless.includes(code)) throw thrown;
      const failure = { image: id, name: item === null ? id : captionOf(item), message };
      const failures = [...one.state.failures, failure].slice(0, failuresTold);
      tell(one, { failed: one.state.failed + 1, failures });
    } finally {
      await rm(part, { force: true });
    }
  }

  return {
    start(asked) {
      const { total, pictures } = options.selected(asked.selection);
      if (total === 0) {
        throw new TesseraError('INVALID_INPUT', 'There is no picture to export.', { details: { field: 'selection' } });
      }
      const state: LibraryExport = {
        id: ExportId.parse(randomUUID()),
        state: 'running',
        total,
        written: 0,
        failed: 0,
        failures: [],
        file: null,
        folder: asked.to.kind === 'folder' ? basename(asked.to.path) : null,
        error: null,
      };
      const one: Running = { state, last: null, stop: new AbortController(), done: Promise.resolve() };
      exports.set(state.id, one);
      for (const old of [...exports.keys()].slice(0, -exportsKept)) {
        if (exports.get(old)?.state.state !== 'running') exports.delete(old);
      }
      events.announce('export.changed', state);
      one.done = writeAll(one, asked, pictures).then(
        (file) => tell(one, { state: 'completed', file }),
        (thrown: unknown) => {
          const { code, message } = toEnvelope(thrown);
          if (code === 'CANCELLED') tell(one, { state: 'cancelled' });
          else tell(one, { state: 'failed', error: { code, message } });
        },
      );
      return one.state;
    },
    list: () => [...exports.values()].map(({ state }) => state).toReversed(),
    cancel(id) {
      const one = running(id);
      one.stop.abort();
      return one.state;
    },
    lastFile(id) {
      const { last } = running(id);
      if (last !== null) return last;
      throw new TesseraError('FILE_NOT_FOUND', 'This export put no file into a folder.');
    },
    path(file) {
      if (!downloadName.test(file)) return null;
      const path = join(folder, file);
      return existsSync(path) ? path : null;
    },
    async close() {
      for (const { stop } of exports.values()) stop.abort();
      await Promise.all([...exports.values()].map(({ done }) => done));
    },
  };
}
