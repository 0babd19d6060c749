// Splits a picture into colours and transparency, with colours that go on under what is transparent, where files keep anything or nothing.

import type { Pixels } from './upscale-graph.ts';

/** How far colours are drawn out below an edge: more than any network that fits the tiles can see. */
const reach = 32;

/**
 * @param data u8[height, width, 4], not premultiplied
 * @returns the colours with no edge where the picture becomes transparent, and u8[height, width] of opacity
 */
export function splitColours(
  data: Uint8Array,
  width: number,
  height: number,
): { colours: Pixels; opacity: Uint8Array } {
  const area = width * height;
  const colours = new Uint8Array(area * 3);
  const opacity = new Uint8Array(area);
  for (let pixel = 0; pixel < area; pixel += 1) {
    const value = data[pixel * 4 + 3] ?? 0;
    opacity[pixel] = value;
    if (value > 0) colours.set(data.subarray(pixel * 4, pixel * 4 + 3), pixel * 3);
  }
  drawOut(colours, opacity, width, height);
  return { colours: { data: colours, width, height }, opacity };
}

/** Ring by ring from the edges outwards, each pixel takes the colour of a neighbour that has one. */
function drawOut(colours: Uint8Array, opacity: Uint8Array, width: number, height: number): void {
  const area = width * height;
  const isColoured = Uint8Array.from(opacity, (value) => Number(value > 0));
  const bareNeighbours = (pixel: number) => {
    const x = pixel % width;
    return [x > 0 ? pixel - 1 : -1, x < width - 1 ? pixel + 1 : -1, pixel - width, pixel + width].filter(
      (neighbour) => neighbour >= 0 && neighbour < area && isColoured[neighbour] === 0,
    );
  };
  let ring: number[] = [];
  for (let pixel = 0; pixel < area; pixel += 1) {
    if (isColoured[pixel] === 1 && bareNeighbours(pixel).length > 0) ring.push(pixel);
  }
  for (let step = 0; step < reach && ring.length > 0; step += 1) {
    const next: number[] = [];
    for (const pixel of ring) {
      for (const neighbour of bareNeighbours(pixel)) {
        colours.copyWithin(neighbour * 3, pixel * 3, pixel * 3 + 3);
        isColoured[neighbour] = 1;
        next.push(neighbour);
      }
    }
    ring = next;
  }
}
