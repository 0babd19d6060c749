// What the library takes of the disk: by model, by month, in the trash and in the cache, which may be emptied.

import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallOutput } from '../../shared/contract/index.ts';
import type { StorageTable } from '../store/storage-table.ts';

/** What is made again when it is asked for. Other parts of the cache are what unfinished work goes on from. */
const emptied = ['thumbnails', 'derived'] as const;
/** Copies of models with LoRAs in them; a picture that is being drawn may be about to read one. */
const emptiedAtRest = ['loras'] as const;

export interface StorageService {
  get(): Promise<CallOutput<'library.storage'>>;
  clearCache(): Promise<CallOutput<'library.clearCache'>>;
}

export function createStorageService(options: {
  readonly home: string;
  readonly table: StorageTable;
  /** Whether a picture is being drawn now. */
  readonly isDrawing: () => boolean;
}): StorageService {
  const cache = join(options.home, 'cache');

  return {
    async get() {
      return {
        ...options.table.sizes(),
        folder: join(options.home, 'library'),
        cacheBytes: await sizeOf(cache),
      };
    },
    async clearCache() {
      const before = await sizeOf(cache);
      for (const part of [...emptied, ...(options.isDrawing() ? [] : emptiedAtRest)]) {
        for (const entry of await readdir(join(cache, part)).catch(nothingThere)) {
          await rm(join(cache, part, entry), { recursive: true, force: true });
        }
      }
      return { freedBytes: Math.max(0, before - (await sizeOf(cache))) };
    },
  };
}

/** In bytes; what goes away while it is being counted counts nothing. */
async function sizeOf(folder: string): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(nothingThere)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sum += await sizeOf(path);
    else if (entry.isFile()) sum += (await stat(path).catch(() => ({ size: 0 }))).size;
  }
  return sum;
}

/** A folder that is not there holds nothing; any other fault is one. */
function nothingThere(error: unknown): [] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}
