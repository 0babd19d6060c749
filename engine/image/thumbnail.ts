// A picture made small for lists, as WebP.

import type { PictureTraits } from '../../shared/domain/picture-traits.ts';
import { traitsOf } from './picture-traits.ts';
import { readPicture } from './read-picture.ts';
import { writeDurably } from './write-durably.ts';

/** Looks untouched at thumbnail size and is a tenth of the PNG. */
const webpQuality = 82;

/** Scaled down to `width`, never up. @returns what the picture looks like @throws as readPicture and writeDurably do */
export async function writeThumbnail(options: {
  readonly source: string;
  readonly width: number;
  readonly output: string;
}): Promise<PictureTraits> {
  const picture = await readPicture(options.source);
  const webp = await picture
    .pixels()
    .resize({ width: options.width, withoutEnlargement: true })
    .webp({ quality: webpQuality })
    .toBuffer();
  await writeDurably(options.output, webp);
  return traitsOf(picture.pixels);
}
