// The files of pictures: where each stands, its thumbnails made on demand, and the previews that live in memory.

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageId, ModelId } from '../../shared/domain/ids.ts';
import type { Image } from '../../shared/domain/image.ts';
import type { PictureTraits } from '../../shared/domain/picture-traits.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { ImageTable } from '../store/image-table.ts';

/** Few widths, so that the cache stays small and a screen's odd sizes share a file. */
const thumbnailWidths = [128, 256, 512, 1024, 2048] as const;

export interface ImageFiles {
  /**
   * Where a picture of a job is to stand: by its id, so that doing it twice writes the same file. Pictures of the mock
   * are called mock_<timestamp>.png; the last digits of that come from the id, to tell pictures of one moment apart.
   */
  relativePath(id: ImageId, job: { readonly createdAt: string; readonly model: ModelId }): string;
  absolutePath(relative: string): string;
  /** Where the engine keeps what it has of pictures that are not done; may be emptied at any time. */
  readonly unfinished: string;
  /** Nobody wants these pictures any more, so what there is of them goes. */
  forgetUnfinished(ids: readonly ImageId[]): void;
  /** Absolute path of a ready picture's file; null when there is none. */
  path(id: ImageId): string | null;
  /** Absolute path of a WebP at least `width` wide, or of the picture itself when it is no wider; of a trashed one as well. */
  thumbnail(id: ImageId, width: number): Promise<string | null>;
  /** Absolute paths of all that may have been made of a picture and kept in the cache. */
  derivedFrom(id: ImageId): string[];
  /** Writes ready pictures side by side into one PNG. @throws IMAGE_NOT_FOUND */
  grid(ids: readonly ImageId[], output: string): Promise<void>;
  copy(id: ImageId, output: string): Promise<void>;
  /** Absolute path of the picture in another format, made once. @throws IMAGE_NOT_FOUND */
  converted(id: ImageId, format: 'jpeg' | 'webp'): Promise<string>;
  /** Absolute path of ready pictures side by side, made once. @throws IMAGE_NOT_FOUND */
  sheet(ids: readonly ImageId[]): Promise<string>;
  /** A picture that is not of the library, scaled by Lanczos and written as PNG. @throws INVALID_INPUT */
  scaled(source: string, size: { readonly width: number; readonly height: number }): Promise<Uint8Array>;
  preview(id: ImageId): Uint8Array | null;
  /** @returns the preview's version, growing by one */
  keepPreview(id: ImageId, png: Uint8Array): number;
  forgetPreview(id: ImageId): void;
}

export function createImageFiles(options: {
  readonly home: string;
  readonly images: ImageTable;
  readonly engine: Engine;
  /** Told what a picture looks like whenever a thumbnail of it is made. */
  readonly keepTraits?: (id: ImageId, traits: PictureTraits) => void;
}): ImageFiles {
  const library = join(options.home, 'library');
  const thumbnails = join(options.home, 'cache', 'thumbnails');
  mkdirSync(library, { recursive: true });
  mkdirSync(thumbnails, { recursive: true });
  const derived = join(options.home, 'cache', 'derived');
  mkdirSync(derived, { recursive: true });
  const unfinished = join(options.home, 'cache', 'unfinished');
  const previews = new Map<ImageId, { version: number; png: Uint8Array }>();
  const inWork = new Map<string, Promise<void>>();

  const absolutePath = (relative: string): string => join(library, ...relative.split('/'));

  function fileOf(image: Image | null): string | null {
    if (image === null || image.file === null) return null;
    const file = absolutePath(image.file);
    return existsSync(file) ? file : null;
  }

  function path(id: ImageId): string | null {
    const image = options.images.find(id);
    return image?.state === 'ready' ? fileOf(image) : null;
  }

  const thumbnailPath = (id: ImageId, width: number): string => join(thumbnails, `${id}-${width}.webp`);
  const convertedPath = (id: ImageId, format: 'jpeg' | 'webp'): string =>
    join(derived, `${id}.${format === 'jpeg' ? 'jpg' : format}`);

  /** Whoever asks for a file that is being made waits for that one. */
  async function once(output: string, make: () => Promise<void>): Promise<void> {
    const known = inWork.get(output);
    if (known !== undefined) return known;
    const making = make().finally(() => inWork.delete(output));
    inWork.set(output, making);
    return making;
  }

  return {
    relativePath: (id, { createdAt, model }) =>
      `${createdAt.slice(0, 10).replaceAll('-', '/')}/${model === mockModel ? mockName(id, createdAt) : id}.png`,
    absolutePath,
    unfinished,
    forgetUnfinished(ids) {
      for (const id of ids) rmSync(join(unfinished, `${id}.steps`), { force: true });
    },
    path,
    async thumbnail(id, width) {
      const image = options.images.find(id);
      const source = fileOf(image);
      if (source === null) return null;
      const bucket = thumbnailWidths.find((candidate) => candidate >= width) ?? thumbnailWidths.at(-1) ?? 2048;
      if (image === null || image.width <= bucket) return source;
      const output = thumbnailPath(id, bucket);
      if (!existsSync(output))
        await once(output, async () => {
          options.keepTraits?.(id, await options.engine.thumbnail({ source, width: bucket, output }));
        });
      return output;
    },
    derivedFrom: (id) => [
      ...thumbnailWidths.map((width) => thumbnailPath(id, width)),
      convertedPath(id, 'jpeg'),
      convertedPath(id, 'webp'),
    ],
    async grid(ids, output) {
      await options.engine.grid({ sources: ids.map(required), output });
    },
    async copy(id, output) {
      await copyFile(required(id), output);
    },
    async converted(id, format) {
      const source = required(id);
      const output = convertedPath(id, format);
      if (!existsSync(output)) await once(output, () => options.engine.convert({ source, format, size: null, output }));
      return output;
    },
    async sheet(ids) {
      const sources = ids.map(required);
      const output = join(derived, `${createHash('sha256').update(ids.join(' ')).digest('hex')}.png`);
      if (!existsSync(output)) await once(output, () => options.engine.grid({ sources, output }));
      return output;
    },
    async scaled(source, size) {
      const output = join(derived, `${randomUUID()}.png`);
      try {
        await options.engine.convert({ source, format: 'png', size, output });
        return await readFile(output);
      } finally {
        await rm(output, { force: true });
      }
    },
    preview: (id) => previews.get(id)?.png ?? null,
    keepPreview(id, png) {
      const version = (previews.get(id)?.version ?? 0) + 1;
      previews.set(id, { version, png });
      return version;
    },
    forgetPreview: (id) => void previews.delete(id),
  };

  function required(id: ImageId): string {
    const file = path(id);
    if (file === null) throw imageNotFound(id);
    return file;
  }
}

const mockModel: string = 'mock';

function mockName(id: ImageId, createdAt: string): string {
  const apart = createHash('sha256').update(id).digest().readUIntBE(0, 6) % 1e9;
  return `mock_${Date.parse(createdAt)}${String(apart).padStart(9, '0')}`;
}

export function imageNotFound(id: ImageId): TesseraError {
  return new TesseraError(
    'IMAGE_NOT_FOUND',
    `There is no picture ${id}. It may be in the trash, or not finished yet.`,
    {
      details: { id },
    },
  );
}
