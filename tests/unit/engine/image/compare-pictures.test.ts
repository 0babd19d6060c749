import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { comparePictures } from '../../../../engine/image/compare-pictures.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-compare-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Ten by ten, grey, with some pixels of another brightness. */
async function picture(name: string, bright: readonly number[] = [], side = 10): Promise<string> {
  const data = Buffer.alloc(side * side * 3, 100);
  for (const pixel of bright) data[pixel * 3 + 1] = 130;
  const path = join(folder, name);
  await sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .withMetadata({ exif: { IFD0: { Software: name } } })
    .png()
    .toFile(path);
  return path;
}

test('the same pixels do not differ, whatever else the files say', async () => {
  const [one, other] = [await picture('a.png'), await picture('b.png')];
  expect(await comparePictures({ one, other })).toEqual({ max: 0, share: 0 });
});

test('the largest difference of a channel and the share of pixels are told', async () => {
  const [one, other] = [await picture('c.png'), await picture('d.png', [0, 55, 99])];
  expect(await comparePictures({ one, other })).toEqual({ max: 30, share: 0.03 });
});

test('pictures of different sizes differ everywhere', async () => {
  const [one, other] = [await picture('e.png'), await picture('f.png', [], 12)];
  expect(await comparePictures({ one, other })).toEqual({ max: 255, share: 1 });
});

test('what is no picture is refused', async () => {
  const one = await picture('g.png');
  await expect(comparePictures({ one, other: join(folder, 'nothing.png') })).rejects.toMatchObject({
    code: 'FILE_NOT_FOUND',
  });
});
