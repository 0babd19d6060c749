// Pictures handed in to start from: made plain once, kept under the hash of what they are, never changed.

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Source, sourceMaxBytes } from '../../shared/contract/sources.ts';
import { type ImageId, SourceId } from '../../shared/domain/ids.ts';
import { TesseraError } from '../../shared/errors.ts';
import { flushFolder } from '../durable-file.ts';
import type { Engine } from '../engine/supervisor.ts';
import { type ImageFiles, imageNotFound } from '../library/image-files.ts';
import type { LineageTable } from '../store/lineage-table.ts';

export interface SourceService {
  /** @throws REQUEST_TOO_LARGE, INVALID_INPUT for what is no picture, DISK_FULL, DATA_FOLDER_READ_ONLY */
  put(bytes: Uint8Array): Promise<Source>;
  /** @throws IMAGE_NOT_FOUND */
  fromImage(id: ImageId): Promise<Source>;
  /** Absolute path of the plain PNG. @throws SOURCE_NOT_FOUND */
  path(id: SourceId): string;
}

export function createSourceService(options: {
  readonly home: string;
  readonly engine: Engine;
  readonly files: ImageFiles;
  /** Remembers which picture of the library a source was. */
  readonly origins: Pick<LineageTable, 'setOrigin'>;
}): SourceService {
  const folder = join(options.home, 'sources');
  const incoming = join(options.home, 'cache', 'incoming');
  mkdirSync(folder, { recursive: true });
  mkdirSync(incoming, { recursive: true });

  async function take(original: string): Promise<Source> {
    const plain = join(incoming, `${randomUUID()}.png`);
    try {
      const { sha256, width, height } = await options.engine.importPicture({ source: original, output: plain });
      const id = SourceId.parse(sha256);
      await rename(plain, join(folder, `${id}.png`));
      // A job that names it may be stored next, and would find it gone after a power cut.
      flushFolder(folder);
      return { id, width, height };
    } finally {
      await rm(plain, { force: true });
    }
  }

  return {
    async put(bytes) {
      if (bytes.byteLength > sourceMaxBytes) {
        throw new TesseraError(
          'REQUEST_TOO_LARGE',
          'The picture is larger than 20 MB. Save it smaller, then try again.',
          {
            details: { maximumBytes: sourceMaxBytes },
          },
        );
      }
      const original = join(incoming, randomUUID());
      try {
        await writeFile(original, bytes);
        return await take(original);
      } catch (error) {
        throw asHandedIn(error);
      } finally {
        await rm(original, { force: true });
      }
    },
    async fromImage(id) {
      const file = options.files.path(id);
      if (file === null) throw imageNotFound(id);
      const source = await take(file);
      options.origins.setOrigin(source.id, id);
      return source;
    },
    path(id) {
      const file = join(folder, `${id}.png`);
      if (existsSync(file)) return file;
      throw new TesseraError('SOURCE_NOT_FOUND', 'The picture to start from is no longer there. Hand it in again.', {
        details: { field: 'source' },
      });
    },
  };
}

/** The name of our temporary file says nothing to whoever handed the picture in. */
function asHandedIn(error: unknown): unknown {
  if (!(error instanceof TesseraError) || error.code !== 'INVALID_INPUT') return error;
  return new TesseraError(
    'INVALID_INPUT',
    'This cannot be read as a picture. It may be damaged or of an unknown kind; PNG, JPEG, WebP, AVIF, GIF and TIFF are read.',
    { cause: error, details: { field: 'image' } },
  );
}
