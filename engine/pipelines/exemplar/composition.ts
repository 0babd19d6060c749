// Puts drawings on a scene: every exemplar of one picture stands in the same place, so that they can be recombined.

import sharp from 'sharp';
import type { ColourName } from './prompt-vocabulary.ts';
import { type RgbaPicture, recolour } from './recolouring.ts';

/** Where a drawing goes, in pixels of the canvas: the box its ink is fitted into, standing on the bottom or centred. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly stands: boolean;
  /** Things of greater depth are drawn over those of smaller. */
  readonly depth: number;
}

/** A decoded drawing and the box that holds its ink; clear margins differ wildly between sets. */
export interface Drawing {
  readonly picture: RgbaPicture;
  readonly ink: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
}

export interface PlacedDrawing {
  readonly drawing: Drawing;
  /** Width over height the ink is given. */
  readonly aspect: number;
  readonly place: Place;
}

/** Ink fainter than this is the soft rim of a shadow and does not count for fitting. */
const inkAlpha = 24;

/** @param options.colour what to turn the drawing into; null leaves it as it was drawn */
export async function decodeDrawing(
  webp: Uint8Array,
  { colour, claimed = null }: { readonly colour: ColourName | null; readonly claimed?: string | null },
): Promise<Drawing> {
  const { data, info } = await sharp(webp).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const picture = { width: info.width, height: info.height, data };
  return { picture: colour === null ? picture : recolour(picture, colour, { claimed }), ink: inkBox(picture) };
}

export function mirrorDrawing({ picture: { width, height, data }, ink }: Drawing): Drawing {
  const from = new Uint32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
  const pixels = from.map((_, at) => from[at - (at % width) + (width - 1 - (at % width))] ?? 0);
  return {
    picture: { width, height, data: new Uint8Array(pixels.buffer) },
    ink: { ...ink, left: width - ink.left - ink.width },
  };
}

/** @returns u8[height, width, 3] */
export async function rasterize(svg: string): Promise<Uint8Array> {
  return sharp(Buffer.from(svg)).flatten({ background: '#ffffff' }).removeAlpha().raw().toBuffer();
}

/**
 * @param pixels u8[height, width, 3]
 * @returns f32[3, height, width] in -1..1, as the encoder takes it
 */
export function toPlanes(pixels: Uint8Array): Float32Array {
  const area = pixels.length / 3;
  const planes = new Float32Array(pixels.length);
  for (let i = 0; i < area; i++) {
    for (let c = 0; c < 3; c++) planes[c * area + i] = (pixels[i * 3 + c] ?? 0) / 127.5 - 1;
  }
  return planes;
}

/**
 * @param scene f32[3, height, width] in -1..1; left as it is
 * @returns the scene with the drawings on it, owned by the caller
 */
export async function compose(options: {
  readonly scene: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly drawings: readonly PlacedDrawing[];
}): Promise<Float32Array> {
  const planes = Float32Array.from(options.scene);
  for (const placed of options.drawings) {
    blend(planes, { ...(await fit(placed)), canvasWidth: options.width, canvasHeight: options.height });
  }
  return planes;
}

interface FittedDrawing {
  readonly picture: RgbaPicture;
  readonly left: number;
  readonly top: number;
}

/** sharp resizes in premultiplied alpha, so the colour of invisible pixels does not bleed into the rim. */
async function fit({ drawing: { picture, ink }, aspect, place }: PlacedDrawing): Promise<FittedDrawing> {
  const width = Math.max(1, Math.round(Math.min(place.width, place.height * aspect)));
  const height = Math.max(1, Math.round(Math.min(place.height, place.width / aspect)));
  const data = await sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 4 } })
    .extract(ink)
    .resize(width, height, { kernel: 'cubic', fit: 'fill' })
    .raw()
    .toBuffer();
  const left = Math.round(place.left + (place.width - width) / 2);
  const top = Math.round(place.top + (place.height - height) * (place.stands ? 1 : 0.5));
  return { picture: { width, height, data }, left, top };
}

function inkBox({ width, height, data }: RgbaPicture): Drawing['ink'] {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((data[(y * width + x) * 4 + 3] ?? 0) < inkAlpha) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (right < 0) return { left: 0, top: 0, width, height };
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

function blend(planes: Float32Array, drawn: FittedDrawing & { canvasWidth: number; canvasHeight: number }): void {
  const { picture, canvasWidth, canvasHeight } = drawn;
  const area = canvasWidth * canvasHeight;
  for (let y = 0; y < picture.height; y++) {
    const row = drawn.top + y;
    if (row < 0 || row >= canvasHeight) continue;
    for (let x = 0; x < picture.width; x++) {
      const column = drawn.left + x;
      if (column < 0 || column >= canvasWidth) continue;
      const from = (y * picture.width + x) * 4;
      const alpha = (picture.data[from + 3] ?? 0) / 255;
      for (let c = 0; c < 3; c++) {
        const at = c * area + row * canvasWidth + column;
        planes[at] = (planes[at] ?? 0) * (1 - alpha) + ((picture.data[from + c] ?? 0) / 127.5 - 1) * alpha;
      }
    }
  }
}
