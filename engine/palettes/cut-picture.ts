// One picture of a palette: cut out where its background is plain, fitted, and written as WebP.

import sharp from 'sharp';
import { paletteDrawingSide, paletteSheetSide } from '../../shared/domain/palette.ts';
import { TesseraError } from '../../shared/errors.ts';
import { readPicture } from '../image/read-picture.ts';
import { writeDurably } from '../image/write-durably.ts';
import { cutOut } from './cut-out.ts';

/** The side on which is looked for a background: twice what is kept, so that scaling down makes the rim soft. */
const lookingSide = 2 * paletteDrawingSide;
const quality = { quality: 90, alphaQuality: 100, effort: 4, smartSubsample: true } as const;

export interface CutReport {
  readonly cutOut: boolean;
  /** #rrggbb of the background that was taken away. */
  readonly paper: string | null;
}

/** @throws as readPicture and writeDurably do; INVALID_INPUT for a picture that breaks off while it is decoded */
export async function cutPicture(options: { readonly source: string; readonly output: string }): Promise<CutReport> {
  const opened = await readPicture(options.source);
  const { data, info } = await opened
    .pixels()
    .resize({ width: lookingSide, height: lookingSide, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw new TesseraError('INVALID_INPUT', 'This picture breaks off or is damaged. Save it anew, then try again.', {
        cause,
      });
    });
  const cut = cutOut({ width: info.width, height: info.height, data: new Uint8Array(data) });
  if (cut === null) {
    const sheet = sharp(data, { raw: { width: info.width, height: info.height, channels: 4 } })
      .flatten({ background: '#ffffff' })
      .resize({ width: paletteSheetSide, height: paletteSheetSide, fit: 'inside', withoutEnlargement: true });
    await writeDurably(options.output, await sheet.webp(quality).toBuffer());
    return { cutOut: false, paper: null };
  }
  const drawing = sharp(cut.picture.data, { raw: { width: info.width, height: info.height, channels: 4 } })
    .extract(inkBox(cut.picture))
    .resize({ width: paletteDrawingSide, height: paletteDrawingSide, fit: 'inside', withoutEnlargement: true });
  await writeDurably(options.output, await drawing.webp(quality).toBuffer());
  return { cutOut: true, paper: cut.paper };
}

function inkBox({
  width,
  height,
  data,
}: {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}) {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let at = 0; at < width * height; at++) {
    if ((data[at * 4 + 3] ?? 0) === 0) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}
