// Pictures drawn from pictures against diffusers: late starts, kept parts, and the denoiser that was made for inpainting.

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inspectModel } from '../../engine/models/inspect-model.ts';
import { loadPipeline } from '../../engine/pipelines/load-pipeline.ts';
import { createOrtRuntime } from '../../engine/runtime/ort-runtime.ts';
import { pictureRequest } from '../fixtures/picture-requests.ts';
import { readGoldens } from './goldens.ts';
import { isWithin, measure, titleOf } from './measure.ts';

const root = mkdtempSync(join(tmpdir(), 'conformance-pictures-'));
const runtime = await createOrtRuntime();
afterAll(() => rmSync(root, { recursive: true }));

/** The inpainting model is sd1 with another denoiser. */
function folderOf(model: string): string {
  const folder = join(root, model);
  const models = join(import.meta.dirname, 'models');
  for (const part of new Set([model.replace('-inpainting', ''), model])) {
    cpSync(join(models, part), folder, { recursive: true });
  }
  return folder;
}

async function open(model: string) {
  const folder = folderOf(model);
  const { family, name, capabilities } = await inspectModel({ folder, hash: false });
  return { pipeline: await loadPipeline({ model: { family, folder, name }, runtime, note: () => {} }), capabilities };
}

describe.each([
  ['sd1', 4],
  ['sdxl', 4],
  ['sd1-inpainting', 4],
  ['sd3', 16],
  ['flux', 16],
  ['flux-dev', 16],
  ['lcm', 4],
])('%s', (model, channels) => {
  test('says that it starts from pictures, and draws from them what diffusers draws', async () => {
    const { pipeline, capabilities } = await open(model);
    expect(capabilities).toMatchObject({ imageToImage: true, inpainting: true });
    const outside: string[] = [];
    for (const golden of readGoldens(`pictures-${model}`)) {
      const difference = await measure(pipeline, golden);
      if (!isWithin(difference)) outside.push(`${titleOf(golden)}: ${JSON.stringify(difference)}`);
    }
    await pipeline.close();
    expect(outside).toEqual([]);
  });

  test('gives a picture back as it came at strength 0 and under a mask that paints nothing', async () => {
    const { pipeline } = await open(model);
    const [golden] = readGoldens(`pictures-${model}`);
    if (golden === undefined || golden.source === null) throw new Error('a golden with a source');
    const { image } = golden.source;
    const nothing = new Uint8Array(image.width * image.height);
    for (const source of [
      { image, strength: 0, mask: null },
      { image, strength: 1, mask: nothing },
    ]) {
      const size = { width: image.width, height: image.height };
      const drawn = await pipeline.draw(pictureRequest({ source, ...size, scheduler: golden.scheduler }));
      expect(drawn.image.data).toEqual(image.data);
      expect(drawn.latents?.dims).toEqual([channels, 8, 12]);
    }
    await pipeline.close();
  });
});

test('a model made for inpainting draws from words alone as well, on a sheet that is all to be painted', async () => {
  const { pipeline } = await open('sd1-inpainting');
  const one = await pipeline.draw(pictureRequest({ seed: 1 }));
  const other = await pipeline.draw(pictureRequest({ seed: 2 }));
  await pipeline.close();
  expect(one.image.data).not.toEqual(other.image.data);
});

test('kept pixels are kept to the last bit, whatever the shape of the mask', async () => {
  const { pipeline } = await open('sd1');
  const [width, height] = [64, 64];
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 7919) % 256);
  const mask = Uint8Array.from({ length: width * height }, (_, at) =>
    ((at % width) - 30) ** 2 + (at / width - 31) ** 2 < 150 ? 255 : 0,
  );
  const source = { image: { width, height, data }, strength: 0.75, mask };
  const { image } = await pipeline.draw(pictureRequest({ source, width, height }));
  await pipeline.close();
  const changed = image.data.filter((value, at) => value !== data[at]).length;
  const changedOutside = image.data.filter((value, at) => mask[Math.floor(at / 3)] === 0 && value !== data[at]).length;
  expect(changedOutside).toBe(0);
  expect(changed).toBeGreaterThan(600);
});
