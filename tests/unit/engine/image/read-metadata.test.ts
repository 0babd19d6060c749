// Pictures of every tool, written as the tool writes them, read field by field; and hostile ones, read without harm.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { pictureMetadata } from '../../../../engine/image/picture-metadata.ts';
import { pngChunk } from '../../../../engine/image/png-text.ts';
import { recallPicture } from '../../../../engine/image/read-metadata.ts';
import { Recalled, recalledTools } from '../../../../shared/domain/recalled.ts';
import { generateCommand } from '../../../fixtures/engine-commands.ts';
import { comfyUiPictures } from '../../../fixtures/recall/comfyui-pictures.ts';
import { infotextPictures } from '../../../fixtures/recall/infotext-pictures.ts';
import { drawThingsPictures } from '../../../fixtures/recall/draw-things-pictures.ts';
import { fooocusPictures } from '../../../fixtures/recall/fooocus-pictures.ts';
import { invokeAiPictures } from '../../../fixtures/recall/invokeai-pictures.ts';
import { novelAiPictures } from '../../../fixtures/recall/novelai-pictures.ts';
import { swarmUiPictures } from '../../../fixtures/recall/swarmui-pictures.ts';
import {
  compressedText,
  exifOf,
  hiddenBits,
  jpegWithExif,
  pngWith,
  pngWithTexts,
  userComment,
} from '../../../fixtures/recall/written-pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'tessera-recall-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
async function read(bytes: Buffer) {
  files += 1;
  const path = join(folder, `picture-${files}`);
  writeFileSync(path, bytes);
  const recalled = await recallPicture(path);
  // What leaves here crosses a process border by this schema.
  return Recalled.parse(recalled);
}

const fixtures = [
  ...infotextPictures,
  ...comfyUiPictures,
  ...invokeAiPictures,
  ...fooocusPictures,
  ...swarmUiPictures,
  ...drawThingsPictures,
  ...novelAiPictures,
];

describe('a picture of another tool', () => {
  test.each(fixtures)('is read field by field: $name', async (fixture) => {
    const { tool, version, fields, others, warnings } = await read(await fixture.file());
    const values = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field?.value]));
    expect({ tool, version, warnings: [...warnings].sort() }).toEqual({
      tool: fixture.tool,
      version: fixture.version,
      warnings: [...(fixture.warnings ?? [])].sort(),
    });
    expect(values).toEqual(fixture.fields);
    expect(Object.fromEntries(others.map(({ key, value }) => [key, value]))).toMatchObject(fixture.others ?? {});
  });

  test('stands here three times for every tool, our own apart', () => {
    const counts = recalledTools
      .filter((tool) => tool !== 'tessera')
      .map((tool) => fixtures.filter((fixture) => fixture.tool === tool).length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(3);
  });

  test('keeps its texts as they were', async () => {
    const { raw } = await read(await pngWithTexts({ parameters: 'a\nSteps: 1, Seed: 2, Size: 8x8', note: 'mine' }));
    expect(raw).toEqual([
      { place: 'png', key: 'parameters', text: 'a\nSteps: 1, Seed: 2, Size: 8x8' },
      { place: 'png', key: 'note', text: 'mine' },
    ]);
  });

  test('that says nothing is of no tool', async () => {
    expect(await read(await pngWith())).toMatchObject({ tool: null, fields: {}, raw: [] });
  });

  test('how sure a field is, is said', async () => {
    const graph = comfyUiPictures[0];
    const infotext = infotextPictures[0];
    if (graph === undefined || infotext === undefined) throw new Error('there are fixtures');
    const [walked, written] = [await read(await graph.file()), await read(await infotext.file())];
    expect(written.fields.steps).toEqual({ value: 28, confidence: 'certain', from: 'Steps' });
    expect(written.fields.samplings?.confidence).toBe('likely');
    expect(walked.fields.steps).toEqual({ value: 24, confidence: 'likely', from: 'KSampler.steps' });
  });
});

describe('a picture of ours', () => {
  function told(change: Partial<ReturnType<typeof generateCommand>['recipe']> = {}) {
    const command = generateCommand({ folder: 'anywhere' });
    const [image] = command.images;
    if (image === undefined) throw new Error('a generation has a picture');
    const recipe = { ...command.recipe, ...change };
    const engine = { versions: {}, provider: 'cpu' };
    const origin = { recipe, image, model: command.model, appVersion: '1.2.3', engine, drawnFrom: [] };
    return { recipe, image, texts: pictureMetadata(origin) };
  }

  test('comes back exactly', async () => {
    const { recipe, image, texts } = told({ negativePrompt: 'dust', sigmas: 'default' });
    const { tool, version, fields } = await read(await pngWithTexts({ ...texts }));
    expect([tool, version]).toEqual(['tessera', '1.2.3']);
    expect(fields).toMatchObject({
      prompt: { value: recipe.prompt, confidence: 'certain' },
      negativePrompt: { value: 'dust' },
      seed: { value: String(image.seed) },
      steps: { value: recipe.steps },
      guidanceScale: { value: recipe.guidanceScale },
      size: { value: { width: recipe.width, height: recipe.height } },
      noise: { value: recipe.noise },
      model: { value: { name: recipe.model, hash: null } },
    });
    expect(fields.samplings?.value[0]).toEqual({ scheduler: recipe.scheduler, sigmas: 'default' });
  });

  test('comes back from the infotext alone', async () => {
    const { recipe, image, texts } = told();
    const { tool, fields } = await read(await pngWithTexts({ parameters: texts.parameters }));
    expect(tool).toBe('tessera');
    expect([fields.prompt?.value, fields.seed?.value]).toEqual([recipe.prompt, String(image.seed)]);
    expect(fields.samplings?.value).toContainEqual({ scheduler: recipe.scheduler, sigmas: recipe.sigmas });
  });
});

describe('a hostile picture', () => {
  test('does not unfold beyond its room', async () => {
    const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024, 0x61), { level: 9 });
    const chunk = pngChunk('zTXt', Buffer.concat([Buffer.from('parameters\0\0', 'latin1'), bomb]));
    const before = process.memoryUsage().rss;
    const { warnings, raw } = await read(await pngWith(...Array.from({ length: 20 }, () => chunk)));
    expect(warnings).toContain('tooLong');
    expect(raw).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
  });

  test('does not unfold under its transparency either', async () => {
    const bomb = gzipSync(Buffer.alloc(1024 * 1024 * 3), { level: 9 });
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Math.min(bomb.length, 1000) * 8);
    const message = Buffer.concat([Buffer.from('stealth_pngcomp'), length, bomb.subarray(0, 1000)]);
    expect((await read(await hiddenBits(message, 'alpha'))).warnings).toEqual(['tooLong']);
  });

  test('claims a length under its transparency that it does not have', async () => {
    const message = Buffer.concat([Buffer.from('stealth_pnginfo'), Buffer.from([0xff, 0xff, 0xff, 0xf8])]);
    expect((await read(await hiddenBits(message, 'alpha'))).warnings).toEqual(['tooLong']);
  });

  test('keeps no more texts than there is room for', async () => {
    const large = compressedText('note', 'a'.repeat(1_900_000));
    const { raw, warnings } = await read(await pngWith(...Array.from({ length: 30 }, () => large)));
    expect(raw.length).toBe(4);
    expect(warnings).toContain('tooLong');
  });

  test.each([
    ['brackets', '['.repeat(200_000)],
    ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['open strings', `{${String.raw`\"`.repeat(200_000)}`],
    ['tags', `${'<lora:a:1:'.repeat(20_000)}\nSteps: 1, Seed: 2, Size: 8x8`],
    ['fields', 'a: '.repeat(100_000)],
    ['commas', `${'1'.repeat(100_000)} ${', '.repeat(100_000)}`],
    ['a graph that bites its tail', tail()],
  ])('takes no long time: %s', async (_, text) => {
    const started = performance.now();
    await read(await pngWithTexts({ parameters: text, prompt: text, workflow: text, Comment: text }));
    await read(await jpegWithExif(exifOf([userComment(text.slice(0, 30_000), 'ascii')], 'II')));
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test('is read or refused whatever was changed in it', async () => {
    const originals = await Promise.all(fixtures.map((fixture) => fixture.file()));
    const mutation = fc.record({
      of: fc.nat(originals.length - 1),
      changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 }),
      keep: fc.double({ min: 0.05, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ of, changes, keep }) => {
        const bytes = Buffer.from(originals[of] ?? Buffer.alloc(0));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const cut = bytes.subarray(0, Math.ceil(bytes.length * keep));
        const answer = await read(cut).catch((error: unknown) => error);
        expect(answer).toSatisfy(
          (said) => (said as Recalled).raw !== undefined || (said as { code?: string }).code === 'INVALID_INPUT',
        );
      }),
      { numRuns: 300 },
    );
  });

  test('is read or refused when it is no picture at all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom('', '\x89PNG\r\n\x1a\n', 'RIFF0000WEBP', 'GIF89a', '\xff\xd8\xff\xe1'),
        async (bytes, head) => {
          const answer = await read(Buffer.concat([Buffer.from(head, 'latin1'), bytes])).catch(
            (error: unknown) => error,
          );
          expect(answer).toSatisfy(
            (said) => (said as Recalled).raw !== undefined || (said as { code?: string }).code === 'INVALID_INPUT',
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});

function tail(): string {
  const nodes = Object.fromEntries(
    Array.from({ length: 3000 }, (_, place) => [
      String(place),
      {
        class_type: 'Reroute',
        inputs: {
          latent_image: [String((place + 1) % 3000), 0],
          positive: [String((place + 2) % 3000), 0],
          model: [String((place + 1) % 3000), 0],
        },
      },
    ]),
  );
  return JSON.stringify(nodes);
}
