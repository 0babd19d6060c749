// How far two pictures differ, pixel by pixel; what their files say beside the pixels does not count.

import type { PixelDifference } from '../../shared/domain/receipt.ts';
import { readPicture } from './read-picture.ts';

/** Pictures of different sizes differ in every pixel. @throws as readPicture does */
export async function comparePictures(options: {
  readonly one: string;
  readonly other: string;
}): Promise<PixelDifference> {
  const [one, other] = [await readPicture(options.one), await readPicture(options.other)];
  if (one.width !== other.width || one.height !== other.height) return { max: 255, share: 1 };
  const [ours, theirs] = [await pixelsOf(one), await pixelsOf(other)];
  let max = 0;
  let differing = 0;
  for (let at = 0; at < ours.length; at += 4) {
    let most = 0;
    for (let channel = at; channel < at + 4; channel += 1) {
      most = Math.max(most, Math.abs((ours[channel] ?? 0) - (theirs[channel] ?? 0)));
    }
    if (most > 0) differing += 1;
    max = Math.max(max, most);
  }
  return { max, share: differing / (one.width * one.height) };
}

/** @returns u8[height, width, 4], sRGB with opacity */
async function pixelsOf(picture: Awaited<ReturnType<typeof readPicture>>): Promise<Buffer> {
  return await picture.pixels().toColourspace('srgb').ensureAlpha().raw().toBuffer();
}
