// A picture to start from, as this family uses it: without a mask it is one more picture of the bank, easier left the
// greater the strength; with one, the drawings are put on it inside the mask and everything outside stays.

import { painted } from '../keep-outside.ts';
import type { PictureSource } from '../pipeline.ts';

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
