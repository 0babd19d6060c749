// The last touch of painting a part of a picture anew: what the mask keeps is put back to the last bit.

import type { PictureSource, RgbImage } from './pipeline.ts';

/** Mask values from here on are painted anew. */
export const painted = 128;
/** Pixels over which the new picture fades into the kept one. */
const fade = 3;

/**
 * The source wherever the mask keeps it, exactly, with a soft rim inside the mask. Where the mask is grey and painted, as at a
 * feathered edge, the source shows through by as much.
 */
export function keepOutside(image: RgbImage, { image: kept, mask }: PictureSource): RgbImage {
  if (mask === null) return image;
  const { width, height } = image;
  const inside = Float32Array.from(mask, (value) => (value >= painted ? value / 255 : 0));
  const soft = Float32Array.from(inside);
  // Only places inside the mask become softer: what is kept is kept to the last bit.
  for (let pass = 0; pass < fade; pass++) {
    const before = Float32Array.from(soft);
    for (let at = 0; at < soft.length; at++) {
      if (inside[at] === 0) continue;
      const [x, y] = [at % width, Math.floor(at / width)];
      const around =
        (before[x > 0 ? at - 1 : at] ?? 0) +
        (before[x < width - 1 ? at + 1 : at] ?? 0) +
        (before[y > 0 ? at - width : at] ?? 0) +
        (before[y < height - 1 ? at + width : at] ?? 0);
      soft[at] = ((before[at] ?? 0) * 2 + around) / 6;
    }
  }
  const data = image.data.map((value, i) => {
    const share = soft[Math.floor(i / 3)] ?? 0;
    return Math.round((kept.data[i] ?? 0) * (1 - share) + value * share);
  });
  return { width, height, data };
}
