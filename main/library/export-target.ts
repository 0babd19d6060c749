// Where exported files are put: a folder in which nothing is ever overwritten, or one file to download.

import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Zip, ZipPassThrough } from 'fflate/browser';
import { TesseraError } from '../../shared/errors.ts';
import { numbered } from './export-names.ts';

/** Enough for every copy of a name anyone keeps; a folder beyond it is refused instead of searched for ever. */
const attemptsMax = 10_000;
/** A zip without the 64-bit extension counts its bytes in 32 bits. */
const zipBytesMax = 2 ** 32 - 2 ** 20;

export interface ExportTarget {
  /** Takes a finished file, which is moved or copied and then no longer needed. @returns its name */
  put(file: string, name: { readonly base: string; readonly ending: string }): Promise<string>;
  /** All files stand. @returns the name of the file to download, null for a folder */
  finish(): Promise<string | null>;
  /** Stopped before its end: what cannot be used goes. */
  abandon(): Promise<void>;
}

/** The folder exists. */
export function openFolderTarget(folder: string): ExportTarget {
  return {
    async put(file, { base, ending }) {
      for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
        const name = `${numbered(base, attempt)}.${ending}`;
        if (await placed(file, join(folder, name))) return name;
      }
      throw new TesseraError('INVALID_INPUT', `The folder holds too many files called ${base}. Choose another name.`);
    },
    finish: () => Promise.resolve(null),
    abandon: () => Promise.resolve(),
  };
}

/** A link appears whole and never in place of another file; where there are no links, a copy does the second. */
async function placed(file: string, path: string): Promise<boolean> {
  try {
    await link(file, path).catch(async (cause: unknown) => {
      if (isTaken(cause)) throw cause;
      await copyFile(file, path, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (cause) {
    if (isTaken(cause)) return false;
    throw cause;
  }
}

function isTaken(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
}

/** One picture is downloaded as itself. */
export function openFileTarget(options: { readonly folder: string; readonly stamp: string }): ExportTarget {
  let written: string | null = null;
  return {
    async put(file, { base, ending }) {
      const name = `${base}-${options.stamp}.${ending}`;
      await mkdir(options.folder, { recursive: true });
      await copyFile(file, join(options.folder, name));
      written = name;
      return `${base}.${ending}`;
    },
    finish: () => Promise.resolve(written),
    abandon: async () => {
      if (written !== null) await rm(join(options.folder, written), { force: true });
    },
  };
}

/** Several are one zip, written as they come: pictures are compressed already and are stored as they are. */
export async function openZipTarget(options: {
  readonly folder: string;
  readonly stamp: string;
}): Promise<ExportTarget> {
  await mkdir(options.folder, { recursive: true });
  const path = join(options.folder, `tessera-${options.stamp}.zip`);
  const part = `${path}.part`;
  const output = await open(part, 'w');
  const pieces: Uint8Array[] = [];
  const failures: Error[] = [];
  const zip = new Zip((error, piece) => {
    if (error === null) pieces.push(piece);
    else failures.push(error);
  });
  const taken = new Set<string>();
  let size = 0;

  async function flush(): Promise<void> {
    for (const piece of pieces.splice(0)) {
      size += piece.byteLength;
      await output.write(piece);
    }
    if (failures[0] !== undefined) throw failures[0];
  }

  return {
    async put(file, { base, ending }) {
      const bytes = await readFile(file);
      if (size + bytes.byteLength > zipBytesMax) {
        throw new TesseraError(
          'REQUEST_TOO_LARGE',
          'The pictures are more than a zip of 4 GB holds. Export fewer of them, or into a folder.',
        );
      }
      let attempt = 1;
      while (taken.has(`${numbered(base, attempt)}.${ending}`.toLowerCase())) attempt += 1;
      const name = `${numbered(base, attempt)}.${ending}`;
      taken.add(name.toLowerCase());
      const entry = new ZipPassThrough(name);
      zip.add(entry);
      entry.push(bytes, true);
      await flush();
      return name;
    },
    async finish() {
      zip.end();
      await flush();
      await output.sync();
      await output.close();
      await rename(part, path);
      return basename(path);
    },
    async abandon() {
      zip.terminate();
      await output.close().catch(() => undefined);
      await rm(part, { force: true });
    },
  };
}
