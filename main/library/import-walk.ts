// The pictures of a folder and of those below it, by their names; links are not followed and hidden things not opened.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { extname, join, relative, resolve, sep } from 'node:path';
import { TesseraError } from '../../shared/errors.ts';

const pictureEndings: readonly string[] = ['.png', '.jpg', '.jpeg', '.webp', '.avif', '.gif'];
/** More than any folder of pictures seen; beyond it someone chose a whole disk. */
const filesMax = 200_000;

/** @param apart a folder that is not entered: the studio's own. @throws FILE_NOT_FOUND, INVALID_INPUT, REQUEST_TOO_LARGE */
export async function picturesBelow(folder: string, apart: string): Promise<string[]> {
  const found: string[] = [];
  const waiting = [resolve(folder)];
  if (isWithin(resolve(folder), apart)) {
    throw new TesseraError('INVALID_INPUT', "This is Tessera's own folder. Its pictures are in the library already.");
  }
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (isWithin(next, apart)) continue;
    const entries = await readdir(next, { withFileTypes: true }).catch((cause: unknown) => {
      if (next === resolve(folder)) throw unreadable(cause);
      // A folder below that may not be read holds nothing for us.
      return [];
    });
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) waiting.push(join(next, entry.name));
      else if (entry.isFile() && pictureEndings.includes(extname(entry.name).toLowerCase())) {
        found.push(join(next, entry.name));
      }
      if (found.length > filesMax) {
        throw new TesseraError(
          'REQUEST_TOO_LARGE',
          `This folder holds more than ${filesMax} pictures. Choose one below it.`,
        );
      }
    }
  }
  return found;
}

function isWithin(folder: string, other: string): boolean {
  const path = relative(other, folder);
  return path === '' || (!path.startsWith(`..${sep}`) && path !== '..' && !path.includes(':'));
}

function unreadable(cause: unknown): TesseraError {
  return new TesseraError('FILE_NOT_FOUND', 'This folder is not there, or may not be read. Choose another.', { cause });
}

export interface CopiedFile {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** When the original was last written. */
  readonly modifiedAt: Date;
}

/**
 * Copies a file byte for byte, hashing on the way; the copy is flushed. The original is only read.
 * @throws REQUEST_TOO_LARGE, and what the file system says
 */
export async function copyHashed(from: string, to: string, bytesMax: number): Promise<CopiedFile> {
  const { mtime, size } = await stat(from);
  const tooLarge = () => new TesseraError('REQUEST_TOO_LARGE', `The file is larger than ${bytesMax / 2 ** 20} MB.`);
  if (size > bytesMax) throw tooLarge();
  const hash = createHash('sha256');
  const output = await open(to, 'w');
  let sizeBytes = 0;
  try {
    for await (const piece of createReadStream(from)) {
      const bytes = piece as Buffer;
      hash.update(bytes);
      sizeBytes += bytes.length;
      // It may grow while it is read.
      if (sizeBytes > bytesMax) throw tooLarge();
      await output.writeFile(bytes);
    }
    await output.sync();
  } finally {
    await output.close();
  }
  return { sha256: hash.digest('hex'), sizeBytes, modifiedAt: mtime };
}
