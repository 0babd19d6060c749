// Opens a picture file for sharp: missing, oversized and broken files become words.

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { TesseraError } from '../../shared/errors.ts';
import { fileError } from './write-durably.ts';

/** 16384 x 16384: four times enlarged, the largest picture Tessera draws stays well below. */
const pixelsMax = 2 ** 28;

export interface OpenPicture {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  /** A fresh pipeline over the picture, upright and without metadata. */
  readonly pixels: () => Sharp;
}

/** @throws FILE_NOT_FOUND, DATA_FOLDER_READ_ONLY when it may not be read, INVALID_INPUT for what is no picture */
export async function readPicture(path: string): Promise<OpenPicture> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw fileError(cause, basename(path));
  });
  const pixels = () => sharp(bytes, { limitInputPixels: pixelsMax, failOn: 'error' }).autoOrient();
  try {
    const { autoOrient } = await pixels().metadata();
    return { bytes, width: autoOrient.width, height: autoOrient.height, pixels };
  } catch (cause) {
    throw new TesseraError(
      'INVALID_INPUT',
      `${basename(path)} cannot be read as a picture. It may be damaged or of an unknown kind.`,
      {
        cause,
        details: { file: basename(path) },
      },
    );
  }
}
