// The folder given with --out: copies of a job's pictures, and the grid they make.

import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Image } from '../../shared/domain/image.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Core } from '../core.ts';

/** Makes the folder before any work is done for it. @throws INVALID_INPUT, DATA_FOLDER_READ_ONLY, DISK_FULL */
export async function prepareOutputFolder(folder: string): Promise<string> {
  const path = resolve(folder);
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw folderError(error);
  }
  return path;
}

/** @returns the paths of the copies, in the order of the pictures */
export async function copyPictures(images: readonly Image[], folder: string, files: Core['images']): Promise<string[]> {
  const paths: string[] = [];
  for (const image of images) {
    const path = join(folder, `${image.index + 1}-${image.seed}.png`);
    const part = `${path}.part`;
    try {
      await files.copy(image.id, part);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw folderError(error);
    }
    paths.push(path);
  }
  return paths;
}

/** A grid of one picture would be that picture. */
export async function writeGrid(
  images: readonly Image[],
  folder: string,
  files: Core['images'],
): Promise<string | null> {
  if (images.length < 2) return null;
  const path = join(folder, 'grid.png');
  await files.grid(
    images.map((image) => image.id),
    path,
  );
  return path;
}

function folderError(error: unknown): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return new TesseraError(
        'INVALID_INPUT',
        'out: a file stands where the folder should be. Choose another folder.',
        {
          cause: error,
          details: { field: 'out' },
        },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new TesseraError(
        'DATA_FOLDER_READ_ONLY',
        'out: the folder cannot be written. Choose another folder; finished pictures are in the library.',
        { cause: error, details: { field: 'out' } },
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new TesseraError(
        'DISK_FULL',
        'out: the disk is full. Free some space or choose another folder; finished pictures are in the library.',
        { cause: error, details: { field: 'out' } },
      );
    default:
      return error;
  }
}
