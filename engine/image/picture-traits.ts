// What a picture looks like in a few bytes: a difference hash, and its colours and edges by place. Nothing here knows what is in it.

import sharp, { type Sharp } from 'sharp';
import type { PictureTraits } from '../../shared/domain/picture-traits.ts';
import { traitLengths } from '../../shared/domain/picture-traits.ts';
import { readPicture } from './read-picture.ts';

/** Side of the small picture that colours are taken from, and of the grid of places in it. */
const colourSide = 32;
const edgeSide = 64;
const gridSide = 4;
const directions = 6;
const hues = 8;
/** Below it a colour has no hue worth telling; OKLab's chroma of a strong colour is about 0.2. */
const neutralChroma = 0.03;
const strongChroma = 0.1;

/** What is known of a picture without knowing where it came from. @throws as readPicture does */
export async function describePicture(path: string) {
  const picture = await readPicture(path);
  const { width, height, pixels } = picture;
  const { format } = await sharp(picture.bytes).metadata();
  return { width, height, format, traits: await traitsOf(pixels) };
}

export async function traitsOf(pixels: () => Sharp): Promise<PictureTraits> {
  // Decoded once and made small; everything else is taken from that.
  const small = await pixels()
    .flatten({ background: '#ffffff' })
    .resize({ width: edgeSide, height: edgeSide, fit: 'fill' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: edgeSide, height: edgeSide, channels: small.info.channels };
  const scaled = (width: number, height: number) =>
    sharp(small.data, { raw }).resize({ width, height, fit: 'fill' }).toColourspace('srgb').raw().toBuffer();
  const [grid, tiny] = [await scaled(colourSide, colourSide), await scaled(9, 8)];
  const { layout, colours } = colourTraits(grid);
  const description = Buffer.concat([layout, colours, edgeTraits(small.data)]);
  return { hash: differenceHash(tiny), description: description.toString('base64') };
}

/** @param rgb u8[8, 9, 3]. The method: N. Krawetz, "Kind of Like That", 2013 (dHash). */
function differenceHash(rgb: Buffer): string {
  const hash = Buffer.alloc(8);
  for (let y = 0; y < 8; y += 1) {
    for (let x = 0; x < 8; x += 1) {
      const at = (y * 9 + x) * 3;
      if (luma(rgb, at) < luma(rgb, at + 3)) hash[y] = (hash[y] ?? 0) | (0x80 >> x);
    }
  }
  return hash.toString('hex');
}

/** @param rgb u8[colourSide, colourSide, 3] */
function colourTraits(rgb: Buffer): { readonly layout: Buffer; readonly colours: Buffer } {
  const sums = new Float64Array(traitLengths.layout);
  const counts = new Float64Array(traitLengths.colours);
  const cell = colourSide / gridSide;
  for (let y = 0; y < colourSide; y += 1) {
    for (let x = 0; x < colourSide; x += 1) {
      const at = (y * colourSide + x) * 3;
      const [lightness, a, b] = oklab(rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0);
      const place = (Math.floor(y / cell) * gridSide + Math.floor(x / cell)) * 3;
      sums[place] = (sums[place] ?? 0) + lightness;
      // a and b reach about 0.3 either way; spread over the same range as lightness.
      sums[place + 1] = (sums[place + 1] ?? 0) + (a + 0.3) / 0.6;
      sums[place + 2] = (sums[place + 2] ?? 0) + (b + 0.3) / 0.6;
      const bin = colourBin(lightness, a, b);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  const each = cell * cell;
  return {
    layout: Buffer.from(sums.map((sum) => toByte(sum / each))),
    // The root tells a touch of a colour from none of it.
    colours: Buffer.from(counts.map((count) => toByte(Math.sqrt(count / (colourSide * colourSide))))),
  };
}

/** Hues in two strengths, then greys by lightness. */
function colourBin(lightness: number, a: number, b: number): number {
  const chroma = Math.hypot(a, b);
  if (chroma < neutralChroma) return 2 * hues + Math.min(3, Math.floor(lightness * 4));
  const turn = Math.atan2(b, a) / (2 * Math.PI) + 0.5;
  return Math.min(hues - 1, Math.floor(turn * hues)) + (chroma < strongChroma ? 0 : hues);
}

/** Sums of the slopes of lightness by place and direction. @param rgb u8[edgeSide, edgeSide, 3] */
function edgeTraits(rgb: Buffer): Buffer {
  const sums = new Float64Array(traitLengths.edges);
  const cell = edgeSide / gridSide;
  for (let y = 1; y < edgeSide - 1; y += 1) {
    for (let x = 1; x < edgeSide - 1; x += 1) {
      const at = (y * edgeSide + x) * 3;
      const across = luma(rgb, at + 3) - luma(rgb, at - 3);
      const down = luma(rgb, at + edgeSide * 3) - luma(rgb, at - edgeSide * 3);
      // A slope and its opposite are one edge.
      const turn = (Math.atan2(down, across) / Math.PI + 1) % 1;
      const place = Math.floor(y / cell) * gridSide + Math.floor(x / cell);
      const bin = place * directions + Math.min(directions - 1, Math.floor(turn * directions));
      sums[bin] = (sums[bin] ?? 0) + Math.hypot(across, down);
    }
  }
  const most = Math.max(1, ...sums);
  return Buffer.from(sums.map((sum) => toByte(Math.sqrt(sum / most))));
}

/** ITU-R BT.601 luma. */
function luma(rgb: Buffer, at: number): number {
  return 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
}

/** B. Ottosson, "A perceptual color space for image processing", 2020. @returns lightness 0..1, a and b about -0.3..0.3 */
function oklab(red: number, green: number, blue: number): readonly [lightness: number, a: number, b: number] {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** sRGB's transfer function, IEC 61966-2-1. */
function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function toByte(share: number): number {
  return Math.round(255 * Math.min(1, Math.max(0, share)));
}
