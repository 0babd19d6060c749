// Pictures handed in: made plain when they come, fitted to a recipe when they are drawn from.

import { createHash } from 'node:crypto';
import type { PictureSource } from '../pipelines/pipeline.ts';
import { readPicture } from './read-picture.ts';
import { writeDurably } from './write-durably.ts';

/** Larger than any canvas; a picture beyond it is scaled down, which nobody can see afterwards. */
const sideMax = 4096;

/** Writes the picture upright, as sRGB PNG without metadata. @throws as readPicture and writeDurably do */
export async function importPicture(options: { readonly source: string; readonly output: string }) {
  const picture = await readPicture(options.source);
  const { data, info } = await picture
    .pixels()
    .resize({ width: sideMax, height: sideMax, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .png()
    .toBuffer({ resolveWithObject: true });
  await writeDurably(options.output, data);
  return { width: info.width, height: info.height, sha256: createHash('sha256').update(data).digest('hex') };
}

/**
 * Reads a source and its mask and fits both to the recipe: filled and cropped around the middle, transparency on white.
 * @throws FILE_NOT_FOUND, INVALID_INPUT
 */
export async function readSource(
  source: { readonly image: string; readonly mask: string | null; readonly strength: number },
  size: { readonly width: number; readonly height: number },
): Promise<PictureSource> {
  const fitted = { ...size, fit: 'cover' as const };
  const picture = await readPicture(source.image);
  const data = await picture
    .pixels()
    .resize(fitted)
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  return {
    image: { ...size, data: new Uint8Array(data) },
    strength: source.strength,
    mask: source.mask === null ? null : await readMask(source.mask, fitted),
  };
}

/** White, or where the picture is transparent (as other tools mark what to paint), is 255. */
async function readMask(path: string, fitted: { width: number; height: number; fit: 'cover' }): Promise<Uint8Array> {
  const mask = await readPicture(path);
  const { data, info } = await mask
    .pixels()
    .resize(fitted)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const painted = new Uint8Array(info.width * info.height);
  for (let place = 0; place < painted.length; place += 1) {
    const [red = 0, green = 0, blue = 0, alpha = 255] = data.subarray(place * 4, place * 4 + 4);
    painted[place] = alpha < 255 ? 255 - alpha : Math.round((red + green + blue) / 3);
  }
  return painted;
}
