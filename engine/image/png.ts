// Pixels to PNG: finished pictures through sharp, previews with nothing but zlib because they may not wait.

import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { RgbImage } from '../pipelines/pipeline.ts';
import { pngChunk, pngFile } from './png-text.ts';

/** All spelled out: the same pixels must give the same bytes whatever sharp's defaults become. */
export const pngOptions = {
  compressionLevel: 6,
  adaptiveFiltering: false,
  progressive: false,
  palette: false,
} as const;

/** A finished picture as PNG bytes; the same pixels give the same bytes. */
export async function encodePng(image: RgbImage): Promise<Buffer> {
  const raw = { width: image.width, height: image.height, channels: 3 } as const;
  return await sharp(image.data, { raw }).png(pngOptions).toBuffer();
}

/** Longest side of a preview; what is larger is thinned out, for a preview is looked at for a quarter of a second. */
const previewSideMax = 256;

/**
 * A preview as PNG bytes, synchronously: between two model runs there is no turn of the event loop that would
 * finish an asynchronous encoder, so its result would come a step late.
 */
export function encodePreviewPng(image: RgbImage): Buffer {
  const small = thinnedOut(image);
  const rowBytes = small.width * 3;
  const rows = Buffer.alloc((rowBytes + 1) * small.height);
  for (let y = 0; y < small.height; y += 1) {
    // The byte before each row is its filter; 0 is none.
    rows.set(small.data.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(small.width, 0);
  header.writeUInt32BE(small.height, 4);
  // 8 bits per channel, colour type 2 (RGB); compression, filter and interlace methods 0.
  header.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(rows, { level: 1 });
  return pngFile([pngChunk('IHDR', header), pngChunk('IDAT', pixels), pngChunk('IEND', Buffer.alloc(0))]);
}

/** Every n-th pixel of every n-th row, with n as small as the limit allows. */
function thinnedOut(image: RgbImage): RgbImage {
  const stride = Math.ceil(Math.max(image.width, image.height) / previewSideMax);
  if (stride <= 1) return image;
  const width = Math.ceil(image.width / stride);
  const height = Math.ceil(image.height / stride);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = (y * stride * image.width + x * stride) * 3;
      data.set(image.data.subarray(from, from + 3), (y * width + x) * 3);
    }
  }
  return { width, height, data };
}
