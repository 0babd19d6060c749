// The real host in a real process, with the mock family: from the command to the finished file.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPngText } from '../../engine/image/png-text.ts';
import { parseInfotext } from '../../shared/prompt/infotext.ts';
import { generateCommand, upscaleCommand } from '../fixtures/engine-commands.ts';
import { only, openRealEngine, type RealEngine } from '../fixtures/real-engine.ts';

let real: RealEngine;

beforeEach(() => {
  real = openRealEngine();
});

afterEach(async () => {
  await real.close();
});

describe('a generation', () => {
  test('tells its progress, shows previews and leaves pictures that know where they come from', async () => {
    const command = generateCommand({ folder: real.home, count: 2, steps: 8, prompt: 'une pomme, 苹果' });
    const events = await real.run(command);

    const fractions = only(events, 'progress').map((event) => event.fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect([fractions[0], fractions.at(-1)]).toEqual([0, 1]);
    expect(only(events, 'progress').at(-1)?.etaMs).toBe(0);
    expect(only(events, 'progress').some((event) => event.etaMs !== null && event.etaMs > 0)).toBe(true);

    const previews = only(events, 'preview');
    expect(new Set(previews.map((event) => event.image))).toEqual(new Set(command.images.map(({ id }) => id)));
    const preview = await sharp(Buffer.from(previews[0]?.png ?? '', 'base64')).metadata();
    expect([preview.format, preview.width, preview.height]).toEqual(['png', 16, 8]);

    const [image] = only(events, 'image');
    const [planned] = command.images;
    const file = readFileSync(planned?.output ?? '');
    expect(image).toMatchObject({
      image: planned?.id,
      width: 128,
      height: 64,
      sizeBytes: file.length,
      sha256: createHash('sha256').update(file).digest('hex'),
    });
    const texts = readPngText(file);
    const infotext = parseInfotext(texts.get('parameters') ?? '');
    expect(infotext.prompt).toBe('une pomme, 苹果');
    expect([infotext.fields.get('Seed'), infotext.fields.get('Size')]).toEqual(['7', '128x64']);
    expect(JSON.parse(texts.get('tessera') ?? '')).toMatchObject({
      version: 1,
      app: '0.1.0',
      recipe: command.recipe,
      image: { id: 'job-1-0', index: 0, seed: 7, variations: [], parent: null, kind: 'generated' },
      engine: { versions: expect.anything(), provider: expect.any(String) },
    });
    expect(readdirSync(real.home).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('gives the same bytes for the same recipe and other pixels for another seed', async () => {
    const command = generateCommand({ folder: real.home, count: 2, steps: 1 });
    await real.run(command);
    const first = command.images.map((image) => readFileSync(image.output));
    await real.run(command);
    expect(command.images.map((image) => readFileSync(image.output))).toEqual(first);
    expect(first[0]?.equals(first[1] ?? Buffer.alloc(0))).toBe(false);
  });

  test('shows the word MOCK', async () => {
    const command = generateCommand({ folder: real.home, steps: 1 });
    await real.run(command);
    // The first letter's left stroke: one white column of the word's height, a fifth of a letter wide.
    const { data } = await sharp(command.images[0]?.output)
      .extract({ left: 18, top: 18, width: 4, height: 28 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(new Set(data)).toEqual(new Set([255]));
  });

  test('by a family without latents refuses to save them, before anything is written', async () => {
    const command = generateCommand({ folder: real.home, steps: 1, saveLatents: join(real.home, 'latents.npy') });
    await expect(real.run(command)).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { field: 'saveLatents' } });
    expect(readdirSync(real.home)).toEqual([]);
  });

  test('into a folder that is gone says so, and the next one works', async () => {
    const command = generateCommand({ folder: join(real.home, 'gone'), steps: 1 });
    await expect(real.run(command)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await real.run(generateCommand({ folder: real.home, steps: 1, id: 'next' }));
    expect(existsSync(join(real.home, 'next-0.png'))).toBe(true);
    expect(real.pids).toHaveLength(1);
  });
});

describe('finished pictures', () => {
  test('are enlarged with their history, and the job is told how', async () => {
    const command = generateCommand({ folder: real.home, steps: 1 });
    await real.run(command);
    const [parent] = command.images;
    if (parent === undefined) throw new Error('a generation has a picture');
    const enlarge = upscaleCommand({ folder: real.home, parent, factor: 4 });
    const events = await real.run(enlarge);

    expect(only(events, 'note').map((event) => event.note.code)).toEqual(['LANCZOS_UPSCALE']);
    expect(only(events, 'image')).toMatchObject([{ image: 'job-2-0', width: 512, height: 256 }]);
    const file = readFileSync(enlarge.image.output);
    const { width, height } = await sharp(file).metadata();
    expect([width, height]).toEqual([512, 256]);
    const texts = readPngText(file);
    expect(JSON.parse(texts.get('tessera') ?? '')).toMatchObject({
      image: { id: 'job-2-0', parent: parent.id, kind: 'upscale', seed: parent.seed },
      upscale: { factor: 4, upscaler: 'Lanczos' },
    });
    expect(parseInfotext(texts.get('parameters') ?? '').fields.get('Postprocess upscale by')).toBe('4');
  });

  test('become thumbnails that are never larger than the picture', async () => {
    const command = generateCommand({ folder: real.home, steps: 1 });
    await real.run(command);
    const source = command.images[0]?.output ?? '';
    await real.engine.thumbnail({ source, width: 32, output: join(real.home, 'small.webp') });
    await real.engine.thumbnail({ source, width: 4096, output: join(real.home, 'large.webp') });
    const sizes = await Promise.all(
      ['small.webp', 'large.webp'].map((name) => sharp(join(real.home, name)).metadata()),
    );
    expect(sizes.map(({ format, width, height }) => [format, width, height])).toEqual([
      ['webp', 32, 16],
      ['webp', 128, 64],
    ]);
  });

  test('make a 2x2 grid that reads like a page', async () => {
    const command = generateCommand({ folder: real.home, steps: 1, count: 4 });
    await real.run(command);
    const output = join(real.home, 'grid.png');
    await real.engine.grid({ sources: command.images.map((image) => image.output), output });
    const { width, height, channels } = await sharp(output).metadata();
    expect([width, height, channels]).toEqual([256, 128, 3]);
    const lowerLeft = await sharp(output).extract({ left: 0, top: 64, width: 128, height: 64 }).raw().toBuffer();
    expect(lowerLeft.equals(await sharp(command.images[2]?.output).raw().toBuffer())).toBe(true);
    expect(readPngText(readFileSync(output)).get('parameters')).toContain('Seed: 7');
  });

  test('that are missing or no pictures are refused by name', async () => {
    const output = join(real.home, 'out.webp');
    const noPicture = join(real.home, 'note.png');
    writeFileSync(noPicture, 'not a picture');
    await expect(
      real.engine.thumbnail({ source: join(real.home, 'gone.png'), width: 32, output }),
    ).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      message: expect.stringContaining('gone.png'),
    });
    await expect(real.engine.thumbnail({ source: noPicture, width: 32, output })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('note.png'),
    });
  });
});
