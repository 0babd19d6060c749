// A picture to start from, as this family uses it: without a mask it is one more picture of the bank, easier left the
// greater the strength; with one, the drawings are put on it inside the mask and everything outside stays.

import type { PictureSource, RgbImage } from '../pipeline.ts';

/** What the sampler needs of a source. */
export interface SourceGuide {
  /** f32[C, height, width], the encoded source. */
  readonly latents: Float32Array;
  readonly strength: number;
  /** f32[height, width] of latent places: 1 is painted anew, 0 is kept; null paints everything anew. */
  readonly mask: Float32Array | null;
}

export interface MaskBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Mask values from here on are painted anew. */
const painted = 128;
/** Pixels over which the new picture fades into the kept one. */
const fade = 3;

/** The box around what is painted anew; the whole picture without a mask, null when a mask paints nothing. */
export function maskBox({ image: { width, height }, mask }: PictureSource): MaskBox | null {
  if (mask === null) return { left: 0, top: 0, width, height };
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (const [at, value] of mask.entries()) {
    if (value < painted) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** @returns f32[height / factor, width / factor]: the share of each latent place that is painted anew */
export function latentMask({ image: { width, height }, mask }: PictureSource, factor: number): Float32Array | null {
  if (mask === null) return null;
  const columns = width / factor;
  const shares = new Float32Array(columns * (height / factor));
  for (const [at, value] of mask.entries()) {
    const place = Math.floor(Math.floor(at / width) / factor) * columns + Math.floor((at % width) / factor);
    if (value >= painted) shares[place] = (shares[place] ?? 0) + 1 / (factor * factor);
  }
  return shares;
}

/** The source wherever the mask keeps it, exactly, with a soft rim inside the mask. */
export function keepOutside(image: RgbImage, { image: kept, mask }: PictureSource): RgbImage {
  if (mask === null) return image;
  const { width, height } = image;
  const inside = Float32Array.from(mask, (value) => (value >= painted ? 1 : 0));
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
