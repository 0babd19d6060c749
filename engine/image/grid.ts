// Up to four pictures side by side in one PNG: two columns, read like a page.

import sharp from 'sharp';
import { TesseraError } from '../../shared/errors.ts';
import { pngOptions } from './png.ts';
import { insertPngText, readPngText } from './png-text.ts';
import { readPicture } from './read-picture.ts';
import { writeDurably } from './write-durably.ts';

/**
 * One source stays alone, two stand in a row, three leave the last cell black. The grid carries the first
 * picture's `parameters`, as A1111's grids do.
 * @throws INVALID_INPUT for pictures of different sizes; as readPicture and writeDurably do
 */
export async function writeGrid(options: {
  readonly sources: readonly string[];
  readonly output: string;
}): Promise<void> {
  const pictures = await Promise.all(options.sources.map(readPicture));
  const first = pictures[0];
  if (first === undefined) throw new TesseraError('INVALID_INPUT', 'A grid needs at least one picture.');
  const { width, height } = first;
  if (pictures.some((picture) => picture.width !== width || picture.height !== height)) {
    throw new TesseraError('INVALID_INPUT', 'The pictures of a grid must all have the same size.', {
      details: { sizes: pictures.map((picture) => `${picture.width}x${picture.height}`) },
    });
  }
  const columns = Math.min(pictures.length, 2);
  const cells = await Promise.all(
    pictures.map(async (picture, index) => ({
      input: await picture.pixels().removeAlpha().png({ compressionLevel: 0 }).toBuffer(),
      left: (index % columns) * width,
      top: Math.floor(index / columns) * height,
    })),
  );
  const rows = Math.ceil(pictures.length / columns);
  const png = await sharp({
    create: { width: width * columns, height: height * rows, channels: 3, background: '#000000' },
  })
    .composite(cells)
    .removeAlpha()
    .png(pngOptions)
    .toBuffer();
  const parameters = readPngText(first.bytes).get('parameters');
  await writeDurably(options.output, parameters === undefined ? png : insertPngText(png, { parameters }));
}
