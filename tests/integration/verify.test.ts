// Pictures rendered again by a real host: nothing differs on this machine, and what was changed since is named.

import { cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImageId, ModelId } from '../../shared/domain/ids.ts';
import type { GenerationRequest } from '../../shared/domain/recipe.ts';
import { openStudio, type Studio } from '../bench/studio.ts';
import { makeTinyModel } from '../fixtures/tiny-models.ts';

const conformance = join(import.meta.dirname, '../conformance');
let studio: Studio;
let model: ModelId;
let folder: string;

beforeAll(async () => {
  studio = await openStudio();
  studio.core.start();
  await studio.call('settings.set', { jobRetries: 0 });
  folder = join(studio.home, 'tiny');
  makeTinyModel({ folder, variant: 'plain' });
  ({ id: model } = await studio.call('models.add', { folder }));
});
afterAll(() => studio.close());

async function draw(request: GenerationRequest): Promise<ImageId> {
  const { id } = await studio.call('generation.submit', { request });
  const [image] = (await studio.finished(id)).images;
  if (image === undefined) throw new Error('nothing was drawn');
  return image.id;
}

async function drawTiny(prompt: string, more: object = {}): Promise<ImageId> {
  const recipe = { prompt, model, seed: 7, steps: 2, count: 1, width: 64, height: 64, ...more };
  return await draw({ kind: 'generate', recipe });
}

const same = { outcome: 'same', difference: { max: 0, share: 0 }, problem: null, changes: [] };

test('the embedded model draws the same picture again, and its receipt names every file', async () => {
  const image = await draw({ kind: 'generate', recipe: { prompt: 'a red fox', count: 1, seed: 3 } });
  expect(await studio.call('lineage.verify', { id: image })).toEqual({ image, ...same });
  const { receipt } = await studio.call('lineage.receipt', { id: image });
  const { models } = await studio.call('models.list', {});
  const embedded = models.find(({ origin }) => origin === 'embedded');
  expect(receipt?.files.map(({ part, owner, file }) => [part, owner, file])).toEqual(
    embedded?.manifest.files.map(({ path }) => ['model', embedded.id, path]),
  );
  expect(receipt?.files.every(({ sha256 }) => sha256?.length === 64)).toBe(true);
  expect(receipt).toMatchObject({
    engine: { provider: 'cpu', versions: { onnxruntime: expect.any(String) } },
    platform: `${process.platform}-${process.arch}`,
    noise: 'torch-cpu',
  });
});

test('variations and enlargements are rendered again as well, and nothing of it reaches the library', async () => {
  const parent = await drawTiny('a small fox');
  const variation = await draw({ kind: 'vary', image: parent, strength: 'strong', seed: 11 });
  const larger = await draw({ kind: 'upscale', image: parent, factor: 2 });
  const { total } = await studio.call('library.list', {});
  expect(await studio.call('lineage.verify', { id: variation })).toMatchObject(same);
  expect(await studio.call('lineage.verify', { id: larger })).toMatchObject(same);
  expect((await studio.call('library.list', {})).total).toBe(total);
  expect(readdirSync(join(studio.home, 'cache', 'verifying'))).toEqual([]);
  const { receipt } = await studio.call('lineage.receipt', { id: larger });
  expect(receipt?.files.map(({ part, owner }) => [part, owner])).toEqual([['upscaler', 'esrgan-slim']]);
});

/** Flips the lowest bits of some weights in the middle of a graph. */
function spoil(file: string): void {
  const bytes = readFileSync(file);
  const from = Math.floor(bytes.length / 2);
  for (let at = from; at < from + 64; at += 1) bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

test('a changed weight is named, also where neither its size nor its date tells of it', async () => {
  const image = await drawTiny('a fox to be told');
  const weights = join(folder, 'unet/model.onnx');
  const [original, { atime, mtime }] = [readFileSync(weights), statSync(weights)];
  const named = { kind: 'file', part: 'model', owner: model, file: 'unet/model.onnx', state: 'changed' };
  spoil(weights);
  const told = await studio.call('lineage.verify', { id: image });
  expect(told).toMatchObject({ outcome: 'different', problem: null, changes: [named] });
  expect(told.difference?.share).toBeGreaterThan(0);

  // As a copy that keeps dates leaves it: only reading the file can tell. Another model in between renews the host.
  utimesSync(weights, atime, mtime);
  await draw({ kind: 'generate', recipe: { prompt: 'a label', model: 'mock' as ModelId, count: 1, steps: 1 } });
  expect(await studio.call('lineage.verify', { id: image })).toMatchObject({ outcome: 'different', changes: [named] });

  writeFileSync(weights, original);
  expect(await studio.call('lineage.verify', { id: image })).toMatchObject(same);
});

test('a graph that cannot be read any more is named as what keeps it from being rendered', async () => {
  const image = await drawTiny('a fox to be lost');
  const decoder = join(folder, 'vae_decoder/model.onnx');
  const original = readFileSync(decoder);
  writeFileSync(decoder, original.subarray(0, 200));
  const told = await studio.call('lineage.verify', { id: image });
  expect(told).toMatchObject({ outcome: 'impossible', difference: null });
  expect(told.problem?.message).toMatch(/vae_decoder/);
  expect(told.changes).toMatchObject([{ kind: 'file', file: 'vae_decoder/model.onnx', state: 'changed' }]);
  rmSync(decoder);
  expect((await studio.call('lineage.verify', { id: image })).changes).toMatchObject([
    { kind: 'file', file: 'vae_decoder/model.onnx', state: 'missing' },
  ]);
  writeFileSync(decoder, original);
});

test('what the recipe names and is gone is told: a LoRA, the picture to start from, the model', async () => {
  const path = join(studio.home, 'glow.safetensors');
  cpSync(join(conformance, 'loras/sd1-kohya.safetensors'), path);
  const { id: lora } = await studio.call('loras.add', { path });
  const { id: sd1 } = await studio.call('models.add', { folder: join(conformance, 'models/sd1') });
  const glowing = await drawTiny('a fox', { model: sd1, loras: [{ id: lora, strength: 0.5 }] });
  expect(await studio.call('lineage.verify', { id: glowing })).toMatchObject(same);
  await studio.call('loras.remove', { id: lora });
  expect(await studio.call('lineage.verify', { id: glowing })).toMatchObject({
    outcome: 'impossible',
    problem: { code: 'LORA_NOT_FOUND' },
    changes: [{ kind: 'gone', what: 'lora' }],
  });

  const source = await studio.call('sources.fromImage', { image: await drawTiny('a start') });
  const started = await drawTiny('a fox', { model: 'mock', source: { image: source.id, strength: 0.5 } });
  renameSync(join(studio.home, 'sources', `${source.id}.png`), join(studio.home, 'away.png'));
  expect(await studio.call('lineage.verify', { id: started })).toMatchObject({
    outcome: 'impossible',
    changes: [{ kind: 'gone', what: 'source' }],
  });

  await studio.call('models.remove', { id: sd1 });
  expect(await studio.call('lineage.verify', { id: glowing })).toMatchObject({
    problem: { code: 'MODEL_NOT_FOUND' },
    changes: [{ kind: 'gone', what: 'model' }],
  });
});

test('a picture whose own file was altered says so', async () => {
  const image = await drawTiny('a fox, retouched');
  const path = studio.core.images.path(image) ?? '';
  await sharp({ create: { width: 64, height: 64, channels: 3, background: '#204060' } })
    .png()
    .toFile(path);
  const told = await studio.call('lineage.verify', { id: image });
  expect(told).toMatchObject({ outcome: 'different', changes: [{ kind: 'picture' }] });
});

test('a family is told with how each member was made, and any member can be drawn again', async () => {
  const eldest = await drawTiny('an ancestor');
  const variation = await draw({ kind: 'vary', image: eldest, strength: 'subtle', seed: 5 });
  const larger = await draw({ kind: 'upscale', image: variation, factor: 3 });
  const { id: source } = await studio.call('sources.fromImage', { image: eldest });
  const recipe = {
    prompt: 'anew',
    model: 'mock' as ModelId,
    count: 1,
    steps: 1,
    source: { image: source, strength: 0.4 },
  };
  const redrawn = await draw({ kind: 'generate', recipe });
  const family = await studio.call('lineage.tree', { id: larger });
  expect(family).toMatchObject({ eldest, left: 0 });
  const members = new Map(family.members.map(({ image, making }) => [image.id, [image.parent, making]]));
  expect(members.get(eldest)).toEqual([null, { kind: 'generate' }]);
  expect(members.get(variation)).toEqual([eldest, { kind: 'vary', strength: 'subtle' }]);
  expect(members.get(larger)).toEqual([variation, { kind: 'upscale', factor: 3, upscaler: 'esrgan-slim' }]);
  expect(members.get(redrawn)).toEqual([eldest, { kind: 'redraw', strength: 0.4, of: 'whole' }]);

  for (const id of [eldest, variation, larger]) {
    const again = await studio.finished((await studio.call('lineage.rerun', { id })).id);
    const first = (await studio.call('library.get', { id })).image;
    expect(again.images).toHaveLength(1);
    expect(again.images[0]).toMatchObject({ parent: first.parent, seed: first.seed, variations: first.variations });
    const files = [first.id, again.images[0]?.id ?? first.id].map((image) => studio.core.images.path(image) ?? '');
    const [one, other] = await Promise.all(files.map((file) => sharp(file).raw().toBuffer()));
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
  }
});
