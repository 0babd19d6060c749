// A source on a larger canvas: the picture in its place to the last bit, the rest masked, on colours of its edges.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { readSource } from '../../../../engine/image/source-picture.ts';

const folder = mkdtempSync(join(tmpdir(), 'sources-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [width, height] = [64, 64];
const pixels = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 31) % 256);

async function written(name: string, data: Uint8Array, channels: 1 | 3): Promise<string> {
  const path = join(folder, name);
  await sharp(data, { raw: { width, height, channels } }).png().toFile(path);
  return path;
}

test('is placed as its sides say, and everything around is to be painted', async () => {
  const image = await written('picture.png', pixels, 3);
  const extend = { left: 16, right: 8, top: 0, bottom: 24 };
  const source = await readSource({ image, mask: null, strength: 1, extend }, { width: 88, height: 88 });
  expect([source.image.width, source.image.height, source.strength]).toEqual([88, 88, 1]);
  const differing: number[] = [];
  for (let y = 0; y < 88; y += 1) {
    for (let x = 0; x < 88; x += 1) {
      const isInside = x >= 16 && x < 80 && y < 64;
      if (source.mask?.[y * 88 + x] !== (isInside ? 0 : 255)) differing.push(y * 88 + x);
      if (!isInside) continue;
      for (let colour = 0; colour < 3; colour += 1) {
        const wanted = pixels[(y * width + (x - 16)) * 3 + colour];
        if (source.image.data[(y * 88 + x) * 3 + colour] !== wanted) differing.push(y * 88 + x);
      }
    }
  }
  expect(differing).toEqual([]);
});

test('lends the sides the colours of its edges', async () => {
  const image = await written('picture.png', pixels, 3);
  const options = { image, mask: null, strength: 1, extend: { left: 64, right: 64, top: 0, bottom: 0 } };
  const { data } = (await readSource(options, { width: 192, height: 64 })).image;
  const at = (x: number, y: number) => [...data.subarray((y * 192 + x) * 3, (y * 192 + x) * 3 + 3)];
  for (const y of [0, 17, 63]) {
    expect([at(0, y), at(63, y), at(191, y)]).toEqual([at(64, y), at(64, y), at(127, y)]);
  }
});

test('keeps its own mask inside', async () => {
  const image = await written('picture.png', pixels, 3);
  const mask = await written(
    'mask.png',
    Uint8Array.from({ length: width * height }, (_, at) => (at % width < 32 ? 255 : 0)),
    1,
  );
  const source = await readSource(
    { image, mask, strength: 1, extend: { left: 0, right: 64, top: 0, bottom: 0 } },
    { width: 128, height: 64 },
  );
  expect([0, 31, 32, 63, 64, 127].map((x) => source.mask?.[x])).toEqual([255, 255, 0, 0, 255, 255]);
});

test('without sides fills the whole picture', async () => {
  const image = await written('picture.png', pixels, 3);
  const source = await readSource({ image, mask: null, strength: 0.5, extend: null }, { width, height });
  expect([source.mask, Buffer.from(source.image.data).equals(Buffer.from(pixels))]).toEqual([null, true]);
});
