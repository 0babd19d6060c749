// One picture out of the library: in the format, the size and with the metadata that its export asks for.

import sharp, { type Sharp } from 'sharp';
import type { ExportFormat, ExportStyle } from '../../shared/domain/export.ts';
import type { PictureText } from '../../shared/domain/recalled.ts';
import { TesseraError } from '../../shared/errors.ts';
import { exifOf, textsToExport, xmpOf } from './export-metadata.ts';
import { pngOptions } from './png.ts';
import { insertPngText, insertXmp, pngWithExif } from './png-text.ts';
import { pictureTexts } from './read-metadata.ts';
import { readPicture } from './read-picture.ts';
import { writeDurably } from './write-durably.ts';

/** WebP counts its sides in 14 bits, and AVIF's encoder takes no larger ones than that either. */
const sideMax: Readonly<Partial<Record<ExportFormat, number>>> = { webp: 16_383, avif: 16_383 };

/** @throws as readPicture and writeDurably do; INVALID_INPUT for what the format cannot hold */
export async function exportPicture(options: {
  readonly source: string;
  readonly output: string;
  readonly style: ExportStyle;
}): Promise<void> {
  const { style } = options;
  const picture = await readPicture(options.source);
  const { found } = await pictureTexts(picture.bytes);
  const texts = textsToExport(found, style.metadata);
  const pixels = await plainPixels(picture.pixels(), { style, hidden: hiddenPlace(found) });
  await writeDurably(options.output, await encoded(pixels, { style, texts }));
}

/** The picture as PNG without metadata, fitted to the size that was asked for. */
async function plainPixels(
  pixels: Sharp,
  { style, hidden }: { readonly style: ExportStyle; readonly hidden: 'alpha' | 'rgb' | null },
): Promise<Buffer> {
  const { format, longestSide: side } = style;
  const sized =
    side === null
      ? pixels
      : pixels.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true, kernel: 'lanczos3' });
  // JPEG knows no transparency.
  const flat = format === 'jpeg' ? sized.flatten({ background: '#ffffff' }) : sized;
  const { data, info } = await flat.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const most = sideMax[format] ?? Number.POSITIVE_INFINITY;
  if (Math.max(info.width, info.height) > most) {
    throw new TesseraError('INVALID_INPUT', `${format.toUpperCase()} holds at most ${most} pixels a side.`, {
      details: { field: 'format', maximum: most },
    });
  }
  const { width, height, channels } = info;
  if (hidden !== null && style.metadata !== 'full') clearLowestBits(data, { channels, hidden });
  return sharp(data, { raw: { width, height, channels } }).png(pngOptions).toBuffer();
}

async function encoded(
  png: Buffer,
  { style, texts }: { readonly style: ExportStyle; readonly texts: Readonly<Record<string, string>> },
): Promise<Buffer> {
  const { format, quality, aiMark } = style;
  if (format === 'png') {
    const withTexts = insertPngText(png, texts);
    const packet = xmpOf({ recipe: null, aiMark });
    return packet === null ? withTexts : insertXmp(withTexts, packet);
  }
  const exif = exifOf(texts);
  const xmp = xmpOf({ recipe: texts['tessera'] ?? null, aiMark });
  // libvips takes EXIF over as it stands, and puts it where each format keeps it.
  const carrier = sharp(exif === null ? png : pngWithExif(png, exif), { limitInputPixels: false });
  const withExif = exif === null ? carrier : carrier.keepExif();
  const withAll = xmp === null ? withExif : withExif.withXmp(xmp);
  return withAll.toFormat(format, { quality }).toBuffer();
}

/** Where a text lies hidden in the lowest bits, for a picture that is to say less must not go on saying it there. */
function hiddenPlace(found: readonly PictureText[]): 'alpha' | 'rgb' | null {
  const text = found.find(({ place }) => place === 'stealth');
  if (text === undefined) return null;
  return text.key === 'alpha' ? 'alpha' : 'rgb';
}

/** @param data u8[pixels, channels]; overwritten */
function clearLowestBits(
  data: Buffer,
  { channels, hidden }: { readonly channels: number; readonly hidden: 'alpha' | 'rgb' },
): void {
  const alpha = channels % 2 === 0 ? channels - 1 : channels;
  for (let at = 0; at < data.length; at += 1) {
    // Opaque stays opaque: of the transparency the bit is set, of the colours it is cleared.
    if (at % channels === alpha) {
      if (hidden === 'alpha') data[at] = (data[at] ?? 0) | 1;
    } else if (hidden === 'rgb') data[at] = (data[at] ?? 0) & 0xfe;
  }
}
