// A picture in another format, and in another size when one is asked for.

import { pngOptions } from './png.ts';
import { readPicture } from './read-picture.ts';
import { writeDurably } from './write-durably.ts';

/** High enough that nobody sees it, low enough to be worth the change of format. */
const quality = 92;

/** @throws as readPicture and writeDurably do */
export async function convertPicture(options: {
  readonly source: string;
  readonly format: 'png' | 'jpeg' | 'webp';
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly output: string;
}): Promise<void> {
  const picture = await readPicture(options.source);
  const { size } = options;
  const pixels =
    size === null ? picture.pixels() : picture.pixels().resize({ ...size, fit: 'fill', kernel: 'lanczos3' });
  // JPEG knows no transparency.
  const written =
    options.format === 'jpeg'
      ? pixels.flatten({ background: '#ffffff' }).jpeg({ quality })
      : options.format === 'webp'
        ? pixels.webp({ quality })
        : pixels.png(pngOptions);
  await writeDurably(options.output, await written.toBuffer());
}
