// Pictures handed in: made plain when they come, fitted to a recipe when they are drawn from.

import { createHash } from 'node:crypto';
import type { RecipeExtend } from '../../shared/domain/recipe.ts';
import type { PictureSource, RgbImage } from '../pipelines/pipeline.ts';
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

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Reads a source and its mask and fits both to the recipe: filled and cropped around the middle, transparency on white. With
 * `extend` they are fitted to what the sides leave, and the sides are masked, on colours that the picture's edges suggest.
 * @throws FILE_NOT_FOUND, INVALID_INPUT
 */
export async function readSource(
  source: {
    readonly image: string;
    readonly mask: string | null;
    readonly strength: number;
    readonly extend?: RecipeExtend | null;
  },
  size: Size,
): Promise<PictureSource> {
  const { left, right, top, bottom } = source.extend ?? { left: 0, right: 0, top: 0, bottom: 0 };
  const inner = { width: size.width - left - right, height: size.height - top - bottom };
  const fitted = { ...inner, fit: 'cover' as const };
  const picture = await readPicture(source.image);
  const data = await picture
    .pixels()
    .resize(fitted)
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  const image = { ...inner, data: new Uint8Array(data) };
  const mask = source.mask === null ? null : await readMask(source.mask, fitted);
  if (inner.width === size.width && inner.height === size.height) return { image, strength: source.strength, mask };
  const place = { left, top };
  return {
    image: surrounded(image, size, place),
    strength: source.strength,
    mask: masked(mask, { inner, size, place }),
  };
}

/**
 * The picture in its place, around it the colours of its edges drawn out. No grain on them: what samples from them adds its
 * own noise, and a model that paints on them as on a sheet would keep the grain.
 */
function surrounded(image: RgbImage, size: Size, place: { readonly left: number; readonly top: number }): RgbImage {
  const data = new Uint8Array(size.width * size.height * 3);
  for (let y = 0; y < size.height; y += 1) {
    const row = Math.min(image.height - 1, Math.max(0, y - place.top));
    for (let x = 0; x < size.width; x += 1) {
      const column = Math.min(image.width - 1, Math.max(0, x - place.left));
      for (let colour = 0; colour < 3; colour += 1) {
        data[(y * size.width + x) * 3 + colour] = image.data[(row * image.width + column) * 3 + colour] ?? 0;
      }
    }
  }
  return { ...size, data };
}

/** White around the inner box, and inside it what the mask says. */
function masked(
  mask: Uint8Array | null,
  { inner, size, place }: { inner: Size; size: Size; place: { readonly left: number; readonly top: number } },
): Uint8Array {
  const whole = new Uint8Array(size.width * size.height).fill(255);
  for (let y = 0; y < inner.height; y += 1) {
    const start = (y + place.top) * size.width + place.left;
    if (mask === null) whole.fill(0, start, start + inner.width);
    else whole.set(mask.subarray(y * inner.width, (y + 1) * inner.width), start);
  }
  return whole;
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
