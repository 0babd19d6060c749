// A finished picture becomes a file with its metadata, and the facts main stores about it.

import { createHash } from 'node:crypto';
import type { DrawnFrom } from '../../shared/domain/exemplar-source.ts';
import type { EngineFacts } from '../../shared/domain/receipt.ts';
import type { PlannedImage } from '../../shared/engine-protocol.ts';
import { pictureMetadata, type PictureOrigin } from './picture-metadata.ts';
import { insertPngText } from './png-text.ts';
import { writeDurably } from './write-durably.ts';

export interface SavedPicture {
  readonly image: PlannedImage['id'];
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly drawnFrom: DrawnFrom;
  readonly engine: EngineFacts;
}

/** @throws DISK_FULL, DATA_FOLDER_READ_ONLY, FILE_NOT_FOUND */
export async function savePicture(
  png: { readonly data: Uint8Array; readonly width: number; readonly height: number },
  origin: PictureOrigin,
): Promise<SavedPicture> {
  const file = insertPngText(png.data, pictureMetadata(origin));
  await writeDurably(origin.image.output, file);
  const sha256 = createHash('sha256').update(file).digest('hex');
  const { image, drawnFrom, engine } = origin;
  return { image: image.id, width: png.width, height: png.height, sizeBytes: file.length, sha256, drawnFrom, engine };
}
