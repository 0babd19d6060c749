// Enlarges a picture by Lanczos resampling (kernel width 3): sharper than bicubic, but it invents no detail.

import type { UpscaleFactor } from '../../shared/domain/upscaler.ts';
import { pngOptions } from '../image/png.ts';
import { readPicture } from '../image/read-picture.ts';

export const lanczosName = 'Lanczos';

/** @returns an RGB PNG without metadata; @throws as readPicture does */
export async function upscaleByLanczos(options: {
  readonly source: string;
  readonly factor: UpscaleFactor;
}): Promise<{ readonly data: Buffer; readonly width: number; readonly height: number }> {
  const picture = await readPicture(options.source);
  const width = picture.width * options.factor;
  const height = picture.height * options.factor;
  const data = await picture
    .pixels()
    .removeAlpha()
    .resize({ width, height, kernel: 'lanczos3', fit: 'fill' })
    .png(pngOptions)
    .toBuffer();
  return { data, width, height };
}
