// Files by what is in them: each is read once in the background, and again only when its date or size is another.

import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { hashFile } from '../models/hash-file.ts';
import type { KnownFile, ReceiptTable } from '../store/receipt-table.ts';

export interface FileRecords {
  /** The number of the file as it is now, whose hash is then found out; null when there is no such file. */
  noticed(path: string): number | null;
  known(number: number): KnownFile | null;
  /** Resolves once every file that was noticed is read, or cannot be. */
  settled(): Promise<void>;
  /** What is in the file now, whatever its date says; null when it cannot be read. */
  read(path: string): Promise<string | null>;
  start(): void;
  close(): Promise<void>;
}

export function createFileRecords(options: {
  readonly table: ReceiptTable;
  readonly log: (line: string) => void;
}): FileRecords {
  const { table, log } = options;
  const stop = new AbortController();
  let reading: Promise<void> | null = null;

  function wake(): Promise<void> {
    if (stop.signal.aborted) return Promise.resolve();
    reading ??= readAll();
    return reading;
  }

  /** Begins a turn later, so that whoever wakes it has it to wait for; ends in the turn that finds nothing left. */
  async function readAll(): Promise<void> {
    await Promise.resolve();
    try {
      for (let file = table.unread(); file !== null; file = table.unread()) {
        const sha256 = await hashOf(file);
        if (stop.signal.aborted) return;
        if (sha256 === null) table.setLost(file.number);
        else table.setSha256(file.number, sha256);
      }
    } catch (error) {
      // Nobody waits for this turn of the background; what is left is read at the next one.
      log(`a file of a receipt could not be recorded: ${String(error)}`);
    } finally {
      reading = null;
    }
  }

  /** @returns null when it is not the file it was, before or after reading */
  async function hashOf(file: KnownFile): Promise<string | null> {
    try {
      if (!(await isStill(file))) return null;
      const sha256 = await hashFile(file.path, stop.signal);
      return (await isStill(file)) ? sha256 : null;
    } catch (error) {
      if (!stop.signal.aborted) log(`a file of a receipt could not be read: ${String(error)}`);
      return null;
    }
  }

  return {
    noticed(path) {
      const state = stateOf(path);
      if (state === null) return null;
      const number = table.numberOf({ path, ...state });
      void wake();
      return number;
    },
    known: table.file,
    settled: wake,
    read: (path) => hashFile(path, stop.signal).catch(() => null),
    start: () => void wake(),
    async close() {
      stop.abort();
      await reading;
    },
  };
}

async function isStill(file: KnownFile): Promise<boolean> {
  const { size, mtimeMs } = await stat(file.path);
  return size === file.sizeBytes && mtimeMs === file.modifiedMs;
}

/** A file that cannot be looked at is the engine's to complain of. */
function stateOf(path: string): { readonly sizeBytes: number; readonly modifiedMs: number } | null {
  try {
    const { size, mtimeMs } = statSync(path);
    return { sizeBytes: size, modifiedMs: mtimeMs };
  } catch {
    return null;
  }
}
