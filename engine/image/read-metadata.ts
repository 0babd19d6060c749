// What a picture file says of how it was made: its texts, wherever they stand, and what they mean.

import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import sharp from 'sharp';
import type { PictureText, Recalled } from '../../shared/domain/recalled.ts';
import { TesseraError } from '../../shared/errors.ts';
import { recallTexts } from '../../shared/prompt/recall/recall-texts.ts';
import { createMetadataTexts, type MetadataTexts } from './metadata-texts.ts';
import { readExif } from './read-metadata-exif.ts';
import { isPng, readPngMetadata } from './read-metadata-png.ts';
import {
  isGif,
  isJpeg,
  isWebp,
  readGifMetadata,
  readJpegMetadata,
  readWebpMetadata,
} from './read-metadata-segments.ts';
import { readStealthMetadata } from './read-metadata-stealth.ts';
import { readXmp } from './read-metadata-xmp.ts';
import { fileError } from './write-durably.ts';

/** The file is read as a whole, for its texts may stand at either end. */
const fileBytesMax = 256 * 1024 * 1024;

/** @throws FILE_NOT_FOUND, REQUEST_TOO_LARGE, INVALID_INPUT for what is no picture */
export async function recallPicture(path: string): Promise<Recalled> {
  const missing = (cause: unknown) => {
    throw fileError(cause, basename(path));
  };
  const { size } = await stat(path).catch(missing);
  if (size > fileBytesMax) {
    throw new TesseraError(
      'REQUEST_TOO_LARGE',
      `${basename(path)} is larger than 256 MB. Save it smaller, then try again.`,
      {
        details: { maximumBytes: fileBytesMax },
      },
    );
  }
  const { found, leftOut, isPicture } = await pictureTexts(await readFile(path).catch(missing));
  if (!isPicture && found.length === 0) {
    throw new TesseraError('INVALID_INPUT', `${basename(path)} cannot be read as a picture.`, {
      details: { file: basename(path) },
    });
  }
  const recalled = recallTexts(found);
  const warnings = [...recalled.warnings];
  if (leftOut) warnings.push('tooLong');
  if (!isPicture) warnings.push('damaged');
  return { ...recalled, warnings };
}

/** Every text of a picture file, and whether the decoder takes it for a picture at all. */
export async function pictureTexts(
  file: Buffer,
): Promise<{ readonly found: readonly PictureText[]; readonly leftOut: boolean; readonly isPicture: boolean }> {
  const texts = createMetadataTexts();
  if (isPng(file)) readPngMetadata(file, texts);
  else if (isJpeg(file)) readJpegMetadata(file, texts);
  else if (isWebp(file)) readWebpMetadata(file, texts);
  else if (isGif(file)) readGifMetadata(file, texts);
  const isPicture = await readByDecoder(file, texts);
  return { found: texts.found, leftOut: texts.leftOut, isPicture };
}

/** What needs the pixels, or a container that only the decoder knows. @returns whether it is a picture at all */
async function readByDecoder(file: Buffer, texts: MetadataTexts): Promise<boolean> {
  try {
    const { format, width, height, hasAlpha, exif, xmp } = await sharp(file).metadata();
    const walked = isPng(file) || isJpeg(file) || isWebp(file) || isGif(file);
    if (!walked && exif !== undefined) readExif(exif, texts);
    if (!walked && xmp !== undefined) readXmp(xmp.toString('utf8'), texts);
    const lossless = format === 'png' || format === 'webp' || format === 'tiff';
    if (lossless) await readStealthMetadata(file, { width, height, alpha: hasAlpha, texts });
    return true;
  } catch {
    // A picture that is cut off may still say what it was; the caller tells that it is damaged.
    return false;
  }
}
