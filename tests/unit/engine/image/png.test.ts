import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { encodePng, encodePreviewPng } from '../../../../engine/image/png.ts';

function gradient(width: number, height: number) {
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * 7) % 256) };
}

describe('a finished picture', () => {
  test('keeps every pixel', async () => {
    const image = gradient(24, 16);
    const { data, info } = await sharp(await encodePng(image))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([24, 16, 3]);
    expect(new Uint8Array(data)).toEqual(image.data);
  });

  test('becomes the same bytes each time', async () => {
    const [one, two] = await Promise.all([encodePng(gradient(64, 64)), encodePng(gradient(64, 64))]);
    expect(one.equals(two)).toBe(true);
  });
});

describe('a preview', () => {
  test('keeps every pixel when it is small', async () => {
    const image = gradient(20, 12);
    const { data, info } = await sharp(encodePreviewPng(image)).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([20, 12]);
    expect(new Uint8Array(data)).toEqual(image.data);
  });

  test('is thinned out to at most 256 pixels a side', async () => {
    const { width, height } = await sharp(encodePreviewPng(gradient(1000, 40))).metadata();
    expect([width, height]).toEqual([250, 10]);
  });
});
