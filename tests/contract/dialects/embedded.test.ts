// Every dialect once with the model that ships, so that what is proven with the mock holds for real pictures.

import { existsSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JobId } from '../../../shared/domain/ids.ts';
import { type LoopbackStudio, openLoopbackStudio } from '../loopback-studio.ts';
import { ask, type Body, until } from './asking.ts';

/** A grid of 24 steps and its upscales on a slow machine. */
const patience = 120_000;
let studio: LoopbackStudio;

beforeAll(async () => {
  studio = await openLoopbackStudio();
});
afterAll(() => studio.close());

async function modelOf(id: unknown): Promise<string> {
  return (await studio.call('generation.get', { id: JobId.parse(id) })).task.recipe.model;
}

test('the grid dialect', { timeout: patience }, async () => {
  const made = (await ask(studio, 'POST', '/generations', { prompt: 'a red apple', aspectRatio: '4:3' })).body[
    'id'
  ] as Body;
  const path = `/generations/${String(made['id'])}`;
  const done = await until(studio, path, { ends: ['completed', 'error'], timeoutMs: patience });
  expect(done).toMatchObject({ status: 'completed', progress: 100, error: null });
  expect(await modelOf(made['id'])).not.toBe('mock');
  const upscale = await studio.ask({ path: new URL(String(done['upscale_3'])).pathname });
  expect(await sharp(upscale.bytes).metadata()).toMatchObject({ width: 576, height: 432 });
});

test('the job dialect', { timeout: patience }, async () => {
  const asked = { prompt: 'a red apple', width: 128, height: 128, num_images: 1 };
  const { body } = await ask(studio, 'POST', '/api/generate/single', asked);
  const path = `/api/generate/status/${String(body['job_id'])}`;
  const done = await until(studio, path, { ends: ['completed', 'failed'], timeoutMs: patience });
  expect((done['result_images'] as string[]).map((file) => existsSync(file))).toEqual([true]);
  expect(String((done['result_images'] as string[])[0])).not.toContain('mock_');
});

test('the image dialect', { timeout: patience }, async () => {
  const asked = {
    prompt: 'a red apple',
    num_images: 1,
    size: '128x128',
    quality: 'draft',
    format: 'WEBP',
    job_id: 'real',
  };
  expect((await ask(studio, 'POST', '/api/images/generate', asked)).status).toBe(202);
  const done = await until(studio, '/api/images/status/real', { ends: ['COMPLETED', 'FAILED'], timeoutMs: patience });
  const url = new URL(String((done['images'] as Body[])[0]?.['url']));
  const file = await studio.ask({ path: `${url.pathname}${url.search}` });
  expect((await sharp(file.bytes).metadata()).format).toBe('webp');
});

test('the image dialect names the nearest size that the model draws', async () => {
  const asked = { prompt: 'a red apple', num_images: 1, size: '1024x1024' };
  expect(await ask(studio, 'POST', '/api/images/generate', asked)).toMatchObject({
    status: 400,
    body: { code: 'SIZE_NOT_SUPPORTED', error: expect.stringMatching(/^size: .*512/), details: { field: 'size' } },
  });
});

test('the A1111 dialect', { timeout: patience }, async () => {
  const asked = { prompt: 'a red apple', seed: 5, steps: 4, width: 128, height: 128, sampler_name: 'Euler' };
  const { status, body } = await ask(studio, 'POST', '/sdapi/v1/txt2img', asked);
  expect(status).toBe(200);
  const info = JSON.parse(String(body['info'])) as Body;
  expect(info).toMatchObject({ seed: 5, steps: 4, width: 128, sampler_name: 'Euler' });
  expect(info['sd_model_name']).not.toBe('mock');
});
