import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, test } from 'vitest';
import { readPngText } from '../../../../engine/image/png-text.ts';
import { openPngWriter } from '../../../../engine/image/png-writer.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'png-writer-'));
});

function noise(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 7919 + (at >> 3) * 31) % 256);
}

describe('a PNG written row by row', () => {
  test.each([
    [3, 37, 23],
    [4, 5, 90],
    [3, 1, 1],
  ] as const)('of %i channels, %i x %i, reads back as it was', async (channels, width, height) => {
    const path = join(folder, 'picture.png');
    const pixels = noise(width * height * channels);
    const file = await openPngWriter({ path, width, height, channels, texts: { parameters: 'une pomme, 苹果' } });
    for (let row = 0; row < height; row += 7) {
      await file.write(pixels.subarray(row * width * channels, Math.min(row + 7, height) * width * channels));
    }
    const { sizeBytes, sha256 } = await file.finish();

    const bytes = readFileSync(path);
    expect(bytes.length).toBe(sizeBytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    expect(readPngText(bytes).get('parameters')).toBe('une pomme, 苹果');
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([width, height, channels]);
    expect(Buffer.compare(data, pixels)).toBe(0);
    expect(readdirSync(folder)).toEqual(['picture.png']);
  });

  test('that was given up leaves nothing', async () => {
    const file = await openPngWriter({ path: join(folder, 'a.png'), width: 4, height: 4, channels: 3, texts: {} });
    await file.write(noise(4 * 3));
    await file.abandon();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is refused a name in a folder that is not there', async () => {
    const path = join(folder, 'gone', 'a.png');
    await expect(openPngWriter({ path, width: 1, height: 1, channels: 3, texts: {} })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
  });
});
