// Imports of folders: each picture is copied, read by the imaging host and stored under its hash, one after the other; an import that was cut off goes on.

import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ImageId } from '../../shared/domain/ids.ts';
import { ImportId, type LibraryImport, type RefusedFile } from '../../shared/domain/import.ts';
import type { PictureTraits } from '../../shared/domain/picture-traits.ts';
import { seedMax } from '../../shared/domain/recipe.ts';
import type { Recalled } from '../../shared/domain/recalled.ts';
import { type ErrorCode, TesseraError, toEnvelope } from '../../shared/errors.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import type { Store } from '../store/database.ts';
import type { ImportTable, StoredImport } from '../store/import-table.ts';
import type { ImageFiles } from './image-files.ts';
import { copyHashed, picturesBelow } from './import-walk.ts';

/** What the reader of metadata takes as well. */
const fileBytesMax = 256 * 2 ** 20;
const noRoom =
  'There is no room left on the disk. Free some space, then import again: what was taken is not taken twice.';
const refusalsTold = 50;
const importsTold = 10;
/** What will not pass with the next file either. */
const hopeless: readonly ErrorCode[] = ['DISK_FULL', 'DATA_FOLDER_READ_ONLY', 'ENGINE_UNAVAILABLE', 'DATABASE_BUSY'];
/** What the decoder calls each kind, and the ending under which it is kept. */
const endings: Readonly<Record<string, string>> = { png: 'png', jpeg: 'jpg', webp: 'webp', heif: 'avif', gif: 'gif' };

export interface ImportService {
  /** Begins and answers at once. */
  start(folder: string): LibraryImport;
  /** The newest first. */
  list(): LibraryImport[];
  /** @throws FILE_NOT_FOUND */
  cancel(id: ImportId): LibraryImport;
  /** Takes up what an app that ended left undone. */
  resume(): void;
  close(): Promise<void>;
}

export function createImportService(options: {
  readonly home: string;
  readonly store: Store;
  readonly table: ImportTable;
  /** Told what a picture looks like when it has been taken. */
  readonly keepTraits: (id: ImageId, traits: PictureTraits) => void;
  readonly engine: Pick<Engine, 'describe' | 'recall'>;
  readonly files: Pick<ImageFiles, 'absolutePath'>;
  readonly events: Pick<EventHub, 'announce'>;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly log: (line: string) => void;
}): ImportService {
  const { home, store, table, engine, files, events } = options;
  const incoming = join(home, 'cache', 'incoming');
  mkdirSync(incoming, { recursive: true });
  const stops = new Map<ImportId, AbortController>();
  const failures = new Map<ImportId, { readonly code: string; readonly message: string }>();
  let closing = false;
  let turn: Promise<void> = Promise.resolve();

  function told(one: StoredImport & { readonly walked?: boolean }): LibraryImport {
    const { id, state, taken, known, refused, refusedCount, createdAt } = one;
    const walked = one.walked ?? (state !== 'running' || one.found > 0);
    return {
      id,
      state,
      folder: basename(one.folder),
      found: walked ? one.found : null,
      taken,
      known,
      refused: refusedCount,
      refusals: refused,
      error: failures.get(id) ?? null,
      createdAt,
    };
  }

  /** One import after the other: they would only fight for the same host. */
  function run(one: StoredImport): void {
    const stop = new AbortController();
    stops.set(one.id, stop);
    turn = turn.then(() => work(one, stop.signal)).finally(() => stops.delete(one.id));
  }

  async function work(started: StoredImport, signal: AbortSignal): Promise<void> {
    // Counted anew: what an earlier run took is recognised by its owner.
    let one: StoredImport = { ...started, found: 0, taken: 0, known: 0, refused: [], refusedCount: 0 };
    const change = (changes: Partial<StoredImport>) => {
      one = { ...one, ...changes };
      const finishedAt = one.state === 'running' ? null : new Date(options.clock()).toISOString();
      table.save({ ...one, finishedAt });
      events.announce('import.changed', told({ ...one, walked: true }));
    };
    try {
      const paths = await picturesBelow(one.folder, home);
      change({ found: paths.length });
      const seen = new Set<string>();
      for (const path of paths) {
        if (signal.aborted) throw new TesseraError('CANCELLED', 'The import was cancelled.');
        const came = await takeFile(one.id, path, seen);
        if (came === 'taken') change({ taken: one.taken + 1 });
        else if (came === 'known') change({ known: one.known + 1 });
        else change({ refused: [...one.refused, came].slice(0, refusalsTold), refusedCount: one.refusedCount + 1 });
      }
      change({ state: 'completed' });
    } catch (thrown) {
      // Closed in the middle: it stays as it is and goes on at the next start.
      if (closing) return;
      const { code, message } = toEnvelope(thrown);
      if (code === 'INTERNAL') options.log(`an import failed: ${String(thrown)}`);
      if (code !== 'CANCELLED') failures.set(one.id, { code, message });
      change({ state: code === 'CANCELLED' ? 'cancelled' : 'failed' });
    } finally {
      if (one.taken > 0) events.announce('library.rearranged', {});
    }
  }

  /** @param seen the hashes of this run: a picture of this import that is not among them was taken before a restart */
  async function takeFile(id: ImportId, path: string, seen: Set<string>): Promise<'taken' | 'known' | RefusedFile> {
    const copy = join(incoming, randomUUID());
    try {
      const { sha256, sizeBytes, modifiedAt } = await copyHashed(path, copy, fileBytesMax);
      const owner = table.ownerOf(sha256);
      const isCopy = seen.has(sha256);
      seen.add(sha256);
      if (owner !== null) return owner === id && !isCopy ? 'taken' : 'known';
      const described = await engine.describe(copy);
      const ending = endings[described.format];
      if (ending === undefined) throw new TesseraError('INVALID_INPUT', 'Pictures of this kind are not kept.');
      const recalled = await engine.recall(copy);
      const file = `imported/${sha256.slice(0, 2)}/${sha256}.${ending}`;
      await putInPlace(copy, files.absolutePath(file));
      const picture = ImageId.parse(`import-${sha256.slice(0, 40)}`);
      const { width, height } = described;
      const createdAt = modifiedAt.toISOString();
      store.transaction('import.picture', () => {
        const place = table.nextPlace(id);
        const facts = { id: picture, job: id, place, file, width, height, sizeBytes, sha256, createdAt };
        table.insertPicture({ ...facts, ...saidOf(recalled, basename(path)) });
      });
      options.keepTraits(picture, described.traits);
      return 'taken';
    } catch (thrown) {
      const { code, message } = refusalOf(thrown);
      if (hopeless.includes(code)) throw new TesseraError(code, message, { cause: thrown });
      return { name: basename(path), message };
    } finally {
      await rm(copy, { force: true });
    }
  }

  return {
    start(folder) {
      const id = ImportId.parse(options.newId());
      const createdAt = new Date(options.clock()).toISOString();
      store.transaction('import.start', () => table.insert({ id, folder, createdAt }));
      const counts = { found: 0, taken: 0, known: 0, refused: [], refusedCount: 0 };
      const one: StoredImport = { id, folder, createdAt, state: 'running', ...counts };
      run(one);
      events.announce('import.changed', told(one));
      return told(one);
    },
    list: () => table.last(importsTold).map(told),
    cancel(id) {
      stops.get(id)?.abort();
      const one = table.last(importsTold).find((known) => known.id === id);
      if (one !== undefined) return told(one);
      throw new TesseraError('FILE_NOT_FOUND', 'There is no such import.', { details: { field: 'id' } });
    },
    resume() {
      for (const one of table.running()) run(one);
    },
    async close() {
      closing = true;
      for (const stop of stops.values()) stop.abort();
      await turn;
    },
  };
}

/** Durable before the record that names it: the file was flushed, and so is the folder that now lists it. */
async function putInPlace(copy: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await rename(copy, path);
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** What the library stores of what the picture says. A seed that is unknown or too large for ours is 0. */
function saidOf({ tool, fields }: Recalled, name: string) {
  const seed = Number(fields.seed?.value ?? 0);
  return {
    seed: Number.isSafeInteger(seed) && seed <= seedMax ? seed : 0,
    model: fields.model?.value.name ?? '',
    negativePrompt: fields.negativePrompt?.value ?? '',
    imported: { name, tool, prompt: fields.prompt?.value ?? null },
  };
}

/** Our own copy's name says nothing to whoever chose the folder, and the file system's words are no sentence. */
function refusalOf(thrown: unknown): { readonly code: ErrorCode; readonly message: string } {
  const { code, message } = toEnvelope(thrown);
  if (code === 'INVALID_INPUT' || code === 'FILE_NOT_FOUND') {
    return { code, message: 'It cannot be read as a picture. It may be damaged or of an unknown kind.' };
  }
  if (!(thrown instanceof Error) || !('code' in thrown)) return { code, message };
  switch (thrown.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { code: 'DISK_FULL', message: noRoom };
    case 'EACCES':
    case 'EPERM':
      return { code: 'INVALID_INPUT', message: 'It may not be read. Give Tessera the right to, then import again.' };
    default:
      return { code, message };
  }
}
