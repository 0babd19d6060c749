// A drawing as numbers that can be added: premultiplied, in the box of its ink, brought to the size of another one.

import type { Drawing } from './composition.ts';

/** Red, green, blue and cover, 0..1, the colours premultiplied. */
export const layerChannels = 4;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface DrawingLayer extends Size {
  /** f32[layerChannels, height, width] */
  readonly planes: Float32Array;
}

/** The ink of a drawing, stretched to `size`. */
export function layerOf({ picture, ink }: Drawing, { width, height }: Size): DrawingLayer {
  const area = ink.width * ink.height;
  const own = new Float32Array(layerChannels * area);
  for (let at = 0; at < area; at++) {
    const from = ((ink.top + Math.floor(at / ink.width)) * picture.width + ink.left + (at % ink.width)) * 4;
    const alpha = (picture.data[from + 3] ?? 0) / 255;
    for (let c = 0; c < 3; c++) own[c * area + at] = ((picture.data[from + c] ?? 0) / 255) * alpha;
    own[3 * area + at] = alpha;
  }
  if (width === ink.width && height === ink.height) return { width, height, planes: own };
  const planes = new Float32Array(layerChannels * width * height);
  for (let c = 0; c < layerChannels; c++) {
    const plane = own.subarray(c * area, (c + 1) * area);
    planes.set(enlarged(plane, { from: ink, to: { width, height } }), c * width * height);
  }
  return { width, height, planes };
}

export function drawingOf({ width, height, planes }: DrawingLayer): Drawing {
  const area = width * height;
  const data = new Uint8Array(area * 4);
  for (let at = 0; at < area; at++) {
    const alpha = Math.max(0, Math.min(1, planes[3 * area + at] ?? 0));
    const level = Math.round(alpha * 255);
    if (level === 0) continue;
    for (let c = 0; c < 3; c++) {
      data[at * 4 + c] = Math.round(255 * Math.max(0, Math.min(1, (planes[c * area + at] ?? 0) / alpha)));
    }
    data[at * 4 + 3] = level;
  }
  return { picture: { width, height, data }, ink: { left: 0, top: 0, width, height } };
}

/** @returns f32[layerChannels, cells, cells]: the means of a layer */
export function layerMeans({ width, height, planes }: DrawingLayer, cells: number): Float32Array {
  const grid = new Float32Array(layerChannels * cells * cells);
  for (let row = 0; row < cells; row++) {
    const [top, bottom] = [Math.floor((row * height) / cells), Math.ceil(((row + 1) * height) / cells)];
    for (let column = 0; column < cells; column++) {
      const [left, right] = [Math.floor((column * width) / cells), Math.ceil(((column + 1) * width) / cells)];
      for (let c = 0; c < layerChannels; c++) {
        let sum = 0;
        for (let y = top; y < bottom; y++) {
          for (let x = left; x < right; x++) sum += planes[(c * height + y) * width + x] ?? 0;
        }
        grid[(c * cells + row) * cells + column] = sum / ((bottom - top) * (right - left));
      }
    }
  }
  return grid;
}

/** Bilinear, the border repeated outwards. */
export function enlarged(plane: Float32Array, { from, to }: { readonly from: Size; readonly to: Size }): Float32Array {
  const out = new Float32Array(to.width * to.height);
  const inside = (place: number, size: number) => Math.max(0, Math.min(size - 1, place));
  for (let row = 0; row < to.height; row++) {
    const y = inside(((row + 0.5) * from.height) / to.height - 0.5, from.height);
    const upper = Math.floor(y) * from.width;
    const lower = Math.min(from.height - 1, Math.floor(y) + 1) * from.width;
    const along = y - Math.floor(y);
    for (let column = 0; column < to.width; column++) {
      const x = inside(((column + 0.5) * from.width) / to.width - 0.5, from.width);
      const left = Math.floor(x);
      const right = Math.min(from.width - 1, left + 1);
      const across = x - left;
      const above = (plane[upper + left] ?? 0) * (1 - across) + (plane[upper + right] ?? 0) * across;
      const below = (plane[lower + left] ?? 0) * (1 - across) + (plane[lower + right] ?? 0) * across;
      out[row * to.width + column] = above * (1 - along) + below * along;
    }
  }
  return out;
}

/** Two box blurs of `radius` along each axis, the border repeated outwards. */
export function blurred(
  plane: Float32Array,
  { width, height, radius }: Size & { readonly radius: number },
): Float32Array {
  let from = plane;
  for (const axis of [
    { length: width, step: 1, lines: height, stride: width },
    { length: height, step: width, lines: width, stride: 1 },
  ]) {
    for (let pass = 0; pass < 2; pass++) {
      const to = new Float32Array(from.length);
      for (let line = 0; line < axis.lines; line++) blurLine(from, to, { ...axis, start: line * axis.stride, radius });
      from = to;
    }
  }
  return from;
}

function blurLine(
  from: Float32Array,
  to: Float32Array,
  line: { readonly start: number; readonly step: number; readonly length: number; readonly radius: number },
): void {
  const { start, step, length, radius } = line;
  const at = (place: number) => start + Math.max(0, Math.min(length - 1, place)) * step;
  let sum = 0;
  for (let place = -radius; place <= radius; place++) sum += from[at(place)] ?? 0;
  for (let place = 0; place < length; place++) {
    to[at(place)] = sum / (2 * radius + 1);
    sum += (from[at(place + radius + 1)] ?? 0) - (from[at(place - radius)] ?? 0);
  }
}
