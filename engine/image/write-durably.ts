// Files appear whole or not at all: a temp file in the same folder, flushed, then renamed into place.

import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TesseraError } from '../../shared/errors.ts';

/**
 * Writes a file that survives a power cut once this returns. An existing file of that name is replaced.
 * @throws DISK_FULL, DATA_FOLDER_READ_ONLY, FILE_NOT_FOUND when the folder is missing
 */
export async function writeDurably(path: string, data: Uint8Array): Promise<void> {
  // Named for the file alone: what a killed host left behind is taken over by the next attempt at the same picture.
  const part = join(dirname(path), `.${basename(path)}.part`);
  try {
    await writeAndFlush(part, data);
    await rename(part, path);
    await flushFolder(dirname(path));
  } catch (cause) {
    // Where even this fails, the first failure is the one to tell.
    await rm(part, { force: true }).catch(() => undefined);
    throw fileError(cause, basename(path));
  }
}

async function writeAndFlush(path: string, data: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the rename itself durable. Windows cannot open a folder as a file and journals renames by itself. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Turns what the file system says into the catalogue's words; `name` is a file name, never a whole path. */
export function fileError(cause: unknown, name: string): unknown {
  if (cause instanceof TesseraError) return cause;
  const details = { file: name };
  switch (errnoOf(cause)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new TesseraError(
        'DISK_FULL',
        `There is no room left on the disk for ${name}. Free some space, then try again.`,
        {
          cause,
          details,
        },
      );
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new TesseraError(
        'DATA_FOLDER_READ_ONLY',
        `${name} may not be written or read where it belongs. Give Tessera the right to use that folder, or choose another data folder.`,
        { cause, details },
      );
    case 'ENOENT':
    case 'ENOTDIR':
      return new TesseraError(
        'FILE_NOT_FOUND',
        `${name} or its folder is no longer there. It may have been moved or deleted.`,
        {
          cause,
          details,
        },
      );
    default:
      return cause;
  }
}

function errnoOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}
