// LoRAs through the whole studio: registered in place, named in a prompt, merged by a real host, written into the picture.

import { readFileSync, rmSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPngText } from '../../engine/image/png-text.ts';
import type { Job } from '../../shared/domain/job.ts';
import type { ModelId } from '../../shared/domain/ids.ts';
import { openStudio, type Studio } from '../bench/studio.ts';

const conformance = join(import.meta.dirname, '../conformance');
let studio: Studio;
let model: ModelId;

beforeAll(async () => {
  studio = await openStudio();
  studio.core.start();
  ({ id: model } = await studio.call('models.add', { folder: join(conformance, 'models/sd1') }));
  await studio.call('loras.add', { path: join(conformance, 'loras/sd1-kohya.safetensors'), id: 'Glow' });
  await studio.call('settings.set', { jobRetries: 0 });
});
afterAll(async () => {
  await studio.close();
});

async function draw(prompt: string, more: object = {}): Promise<Job> {
  const recipe = { prompt, model, seed: 7, steps: 3, count: 1, width: 64, height: 64, ...more };
  const { id } = await studio.call('generation.submit', { request: { kind: 'generate', recipe } });
  return await studio.finished(id);
}

function fileOf(job: Job, place = 0): Buffer {
  const image = job.images[place];
  const path = image === undefined ? null : studio.core.images.path(image.id);
  if (path === null) throw new Error('the picture has no file');
  return readFileSync(path);
}

test('a prompt that names one draws with it, and the picture says so', async () => {
  const plain = await draw('a red fox');
  const tagged = await draw('a red fox <lora:glow:0.5>');
  expect(tagged.task.recipe).toMatchObject({
    prompt: 'a red fox <lora:glow:0.5>',
    styledPrompt: 'a red fox',
    loras: [{ id: 'Glow', strength: 0.5 }],
  });
  expect(tagged.images[0]?.sha256).not.toBe(plain.images[0]?.sha256);
  expect(readPngText(fileOf(tagged)).get('parameters')).toMatch(/^a red fox <lora:Glow:0.5>\n/);

  const named = await draw('a red fox', { loras: [{ id: 'Glow', strength: 0.5 }] });
  // Latents alone decide: the same words and the same weights are the same pixels.
  expect(named.task.recipe.loras).toEqual(tagged.task.recipe.loras);
  expect(pixelsOf(named).equals(pixelsOf(tagged))).toBe(true);
  const without = await draw('a red fox', { loras: [{ id: 'Glow', strength: 0 }] });
  expect(pixelsOf(without).equals(pixelsOf(plain))).toBe(true);
});

test('one that a dynamic prompt may choose is merged for the pictures that chose it, and for no other', async () => {
  const prompt = 'a red fox {<lora:glow:0.5>|}';
  const { resolutions } = await studio.call('prompt.preview', { prompt, seed: 11 });
  const chose = resolutions.map((one) => one.prompt.includes('glow'));
  expect(new Set(chose)).toEqual(new Set([true, false]));
  const job = await draw(prompt, { count: 4, seed: 11 });
  expect(job.task.recipe.loras).toEqual([]);
  for (const [place, image] of job.images.entries()) {
    const loras = chose[place] === true ? [{ id: 'Glow', strength: 0.5 }] : [];
    expect((await studio.call('library.get', { id: image.id })).recipe?.loras).toEqual(loras);
    const alone = await draw('a red fox', { seed: 11 + place, loras });
    expect(pixelsOf(job, place).equals(pixelsOf(alone))).toBe(true);
  }
});

function pixelsOf(job: Job, place = 0): Buffer {
  const file = fileOf(job, place);
  return file.subarray(file.indexOf('IDAT'));
}

test('what cannot be drawn with is refused before it waits', async () => {
  await expect(draw('a fox <lora:nobody:1>')).rejects.toMatchObject({
    code: 'LORA_NOT_FOUND',
    message: 'loras: there is no LoRA nobody. Installed are Glow.',
  });
  await expect(draw('a fox <lora:glow:9>')).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { field: 'loras' },
  });
  const recipe = { prompt: 'a fox <lora:glow:1>' };
  await expect(studio.call('generation.submit', { request: { kind: 'generate', recipe } })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(/Sticker Mini cannot draw with LoRAs/),
  });
});

test('one for another kind of model fails its job with the reason', async () => {
  await studio.call('loras.add', { path: join(conformance, 'loras/sdxl-peft.safetensors'), id: 'xl' });
  await expect(draw('a fox <lora:xl>')).rejects.toThrow(/xl was trained for another kind of model/);
  await studio.call('loras.remove', { id: 'xl' });
});

test('one whose file is gone says so, and can be forgotten', async () => {
  const path = join(studio.home, 'fleeting.safetensors');
  cpSync(join(conformance, 'loras/sd1-peft.safetensors'), path);
  await studio.call('loras.add', { path });
  rmSync(path);
  const { loras } = await studio.call('loras.list', {});
  expect(loras.map(({ id, problem }) => [id, problem === null])).toEqual([
    ['Glow', true],
    ['fleeting', false],
  ]);
  await expect(draw('a fox <lora:fleeting:1>')).rejects.toMatchObject({ code: 'MODEL_MISSING_FILE' });
  await studio.call('loras.remove', { id: 'fleeting' });
  expect((await studio.call('loras.list', {})).loras).toHaveLength(1);
});
