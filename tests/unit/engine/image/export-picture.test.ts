// Exports of a picture, read by exiftool and by our own recall: each format with each policy says what it should and no more.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExifTool } from 'exiftool-vendored';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportPicture } from '../../../../engine/image/export-picture.ts';
import { pictureMetadata } from '../../../../engine/image/picture-metadata.ts';
import { encodePng } from '../../../../engine/image/png.ts';
import { insertPngText } from '../../../../engine/image/png-text.ts';
import { recallPicture } from '../../../../engine/image/read-metadata.ts';
import { exportFormats, ExportStyle, fileEndings } from '../../../../shared/domain/export.ts';
import { generateCommand } from '../../../fixtures/engine-commands.ts';

const prompt = 'un renard <déjà> vu & 林檎, "deux"';
let folder: string;
let source: string;
let exiftool: ExifTool;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-export-'));
  exiftool = new ExifTool();
  const command = generateCommand({ folder: 'anywhere' });
  const [image] = command.images;
  if (image === undefined) throw new Error('a generation has a picture');
  const recipe = {
    ...command.recipe,
    prompt,
    styledPrompt: prompt,
    negativePrompt: 'mur',
    styledNegativePrompt: 'mur',
  };
  const engine = { versions: {}, provider: 'cpu' };
  const texts = pictureMetadata({ recipe, image, model: command.model, appVersion: '1.2.3', engine, drawnFrom: [] });
  const data = Uint8Array.from({ length: 24 * 16 * 3 }, (_, at) => (at * 7) % 256);
  source = join(folder, 'source.png');
  writeFileSync(source, insertPngText(await encodePng({ width: 24, height: 16, data }), { ...texts }));
});
afterAll(async () => {
  await exiftool.end();
  rmSync(folder, { recursive: true, force: true });
});

async function exported(style: Partial<ExportStyle>): Promise<string> {
  const whole = ExportStyle.parse(style);
  const output = join(folder, `${whole.metadata}-${String(whole.aiMark)}.${fileEndings[whole.format]}`);
  await exportPicture({ source, output, style: whole });
  return output;
}
const readBy = async (file: string): Promise<Record<string, unknown>> =>
  exiftool.readRaw(file, { readArgs: ['-validate', '-all'] });

describe.each(exportFormats)('an export as %s', (format) => {
  test('with everything says what the picture itself says, to exiftool and to us', async () => {
    const file = await exported({ format });
    const [read, ours, before] = [await readBy(file), await recallPicture(file), await recallPicture(source)];

    const parameters = before.raw.find(({ key }) => key === 'parameters')?.text;
    expect(read[format === 'png' ? 'Parameters' : 'UserComment']).toBe(parameters);
    expect(JSON.parse(String(read[format === 'png' ? 'Tessera' : 'Recipe']))).toMatchObject({ recipe: { prompt } });
    expect([ours.tool, ours.fields, ours.version]).toEqual([before.tool, before.fields, before.version]);
    expect(read['DigitalSourceType']).toBeUndefined();
    expect(String(read['Validate'])).not.toMatch(/error/i);
  });

  test('with the words alone has neither seed nor settings', async () => {
    const file = await exported({ format, metadata: 'prompt' });
    const { tool, fields } = await recallPicture(file);
    const read = await readBy(file);
    expect(read[format === 'png' ? 'Parameters' : 'UserComment']).toBe(`${prompt}\nNegative prompt: mur`);
    expect([tool, fields.prompt?.value, fields.negativePrompt?.value]).toEqual(['tessera', prompt, 'mur']);
    expect(Object.keys(fields).toSorted()).toEqual(['negativePrompt', 'prompt']);
  });

  test('with nothing holds nothing but the picture', async () => {
    const bytes = readFileSync(await exported({ format, metadata: 'none' }));
    const plain = await sharp(source).toFormat(format, { quality: 90 }).toBuffer();
    const { exif, xmp, iptc, icc, comments } = await sharp(bytes).metadata();
    expect([exif, xmp, iptc, icc, comments]).toEqual([undefined, undefined, undefined, undefined, undefined]);
    const words = ['renard', 'tessera', 'Tessera', 'mur', 'Exif', 'http', 'tEXt', 'iTXt', 'zTXt', 'eXIf', 'tIME'];
    const found = words.filter((word) => bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le')));
    expect(found).toEqual([]);
    // No larger than the same pixels written without a word, but for the size of a different PNG filter.
    expect(bytes.length).toBeLessThan(plain.length + 400);
  });

  test('says on request that a trained model made it, and then only that', async () => {
    const file = await exported({ format, metadata: 'none', aiMark: true });
    const read = await readBy(file);
    expect(read['DigitalSourceType']).toBe('http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia');
    expect([read['UserComment'], read['Recipe'], read['Parameters']]).toEqual([undefined, undefined, undefined]);
  });
});

test('a smaller side scales down and never up', async () => {
  const small = await sharp(await exported({ longestSide: 16 })).metadata();
  expect([small.width, small.height]).toEqual([16, 11]);
  const same = await sharp(await exported({ longestSide: 400 })).metadata();
  expect([same.width, same.height]).toEqual([24, 16]);
});

test('PNG keeps every pixel', async () => {
  const [before, after] = [
    await sharp(source).raw().toBuffer(),
    await sharp(await exported({}))
      .raw()
      .toBuffer(),
  ];
  expect(after.equals(before)).toBe(true);
});

test('a text too long for a segment of JPEG is refused in words, and fits a PNG', async () => {
  const long = join(folder, 'long.png');
  writeFileSync(long, insertPngText(readFileSync(source), { parameters: 'x'.repeat(70_000) }));
  const output = join(folder, 'long.jpg');
  const asJpeg = exportPicture({ source: long, output, style: ExportStyle.parse({ format: 'jpeg' }) });
  await expect(asJpeg).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { field: 'metadata' } });
});

test('a text hidden in the transparency does not leave with a picture that is to say nothing', async () => {
  const hidden = join(folder, 'hidden.png');
  const text = Buffer.from('a fox\nSteps: 20, Sampler: Euler, Seed: 7, Size: 64x64');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length * 8);
  const message = Buffer.concat([Buffer.from('stealth_pnginfo'), length, text]);
  const pixels = Buffer.alloc(64 * 64 * 4, 255);
  for (let bit = 0; bit < message.length * 8; bit += 1) {
    const at = ((bit % 64) * 64 + Math.floor(bit / 64)) * 4 + 3;
    pixels[at] = 254 | (((message[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
  }
  const raw = { width: 64, height: 64, channels: 4 } as const;
  await sharp(pixels, { raw }).png().toFile(hidden);
  const kept = join(folder, 'hidden-kept.png');
  const cleared = join(folder, 'hidden-cleared.png');
  await exportPicture({ source: hidden, output: kept, style: ExportStyle.parse({ metadata: 'full' }) });
  await exportPicture({ source: hidden, output: cleared, style: ExportStyle.parse({ metadata: 'none' }) });

  expect((await recallPicture(kept)).fields.seed?.value).toBe('7');
  const after = await recallPicture(cleared);
  expect([after.tool, after.raw]).toEqual([null, []]);
});
