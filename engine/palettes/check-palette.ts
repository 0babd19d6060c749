// Looks at a palette that came from elsewhere before anything draws with it: every picture must be what a palette holds.

import { open } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { PaletteFile, paletteDrawingSide, paletteSheetSide } from '../../shared/domain/palette.ts';
import { TesseraError } from '../../shared/errors.ts';
import { readModelJson } from '../models/model-json.ts';

/** @throws MODEL_MISSING_FILE, MODEL_CORRUPT */
export async function checkPalette(folder: string): Promise<void> {
  const { pictures } = readModelJson({ folder, path: 'palette.json', schema: PaletteFile });
  const pack = await open(join(folder, 'exemplars.bin'));
  try {
    const { size } = await pack.stat();
    for (const { name, cutOut, offset, length } of pictures) {
      if (offset + length > size) throw damaged(name);
      const bytes = new Uint8Array(length);
      await pack.read(bytes, 0, length, offset);
      await assertPicture(bytes, { name, side: cutOut ? paletteDrawingSide : paletteSheetSide });
    }
  } finally {
    await pack.close();
  }
}

async function assertPicture(bytes: Uint8Array, { name, side }: { name: string; side: number }): Promise<void> {
  // The limit holds before a pixel is decoded: a file of 100 bytes may claim to be 16,000 pixels wide.
  const picture = sharp(bytes, { limitInputPixels: side * side, failOn: 'error' });
  const found = await picture.metadata().catch(() => null);
  if (found === null || found.format !== 'webp' || found.width > side || found.height > side) throw damaged(name);
  await picture.stats().catch((cause: unknown) => {
    throw damaged(name, cause);
  });
}

function damaged(name: string, cause?: unknown): TesseraError {
  return new TesseraError(
    'MODEL_CORRUPT',
    `The picture ${name} of this palette is damaged, or is not what a palette holds. Get the palette once more.`,
    { cause, details: { file: name } },
  );
}
