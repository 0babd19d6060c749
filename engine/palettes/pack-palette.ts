// Puts the cut pictures of a palette into one file, and looks at what colours the hand behind them uses.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { writeDurably } from '../image/write-durably.ts';
import { paletteOf, toHex } from '../pipelines/exemplar/drawing-palette.ts';
import type { RgbaPicture } from '../pipelines/exemplar/recolouring.ts';

/** Every picture counts alike, whatever its size: its colours are told on a sheet this small. */
const tile = 32;

export interface PackedPalette {
  /** In the order they were given. */
  readonly pictures: { readonly offset: number; readonly length: number }[];
  /** #rrggbb, the most used first. */
  readonly colours: string[];
  /** Of the pack; the palette's id follows from it. */
  readonly sha256: string;
}

/** @throws as writeDurably does */
export async function packPalette(options: {
  readonly pictures: readonly string[];
  readonly output: string;
}): Promise<PackedPalette> {
  const parts: Buffer[] = [];
  const pictures: { offset: number; length: number }[] = [];
  const tiles: Uint8Array[] = [];
  let offset = 0;
  for (const path of options.pictures) {
    const bytes = await readFile(path);
    parts.push(bytes);
    pictures.push({ offset, length: bytes.byteLength });
    offset += bytes.byteLength;
    tiles.push(await sharp(bytes).resize(tile, tile, { fit: 'fill' }).ensureAlpha().raw().toBuffer());
  }
  const pack = Buffer.concat(parts);
  await writeDurably(options.output, pack);
  const together: RgbaPicture = { width: tile, height: tile * tiles.length, data: Buffer.concat(tiles) };
  return {
    pictures,
    colours: paletteOf(together).map(({ lab }) => toHex(lab)),
    sha256: createHash('sha256').update(pack).digest('hex'),
  };
}
