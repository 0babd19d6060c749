// Pictures over HTTP: the file itself, thumbnails, live previews; by id only, and never past the library.

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TesseraEvent } from '../../shared/contract/index.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;
let id: string;

beforeAll(async () => {
  studio = await openLoopbackStudio();
  const job = await studio.drawn({ seed: 7, count: 1, width: 256, height: 128 });
  id = job.images[0]?.id ?? '';
});

afterAll(() => studio.close());

describe('a picture', () => {
  test('is the PNG of the library, kept by the browser that asked', async () => {
    const answer = await studio.ask({ path: `/image/${id}` });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/png']);
    expect(answer.headers['cache-control']).toBe('private, max-age=31536000, immutable');
    expect(Number(answer.headers['content-length'])).toBe(answer.bytes.length);
    expect(await sharp(answer.bytes).metadata()).toMatchObject({ format: 'png', width: 256, height: 128 });
  });

  test('has a thumbnail', async () => {
    const answer = await studio.ask({ path: `/image/${id}?w=100` });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/webp']);
    expect(await sharp(answer.bytes).metadata()).toMatchObject({ format: 'webp', width: 128, height: 64 });
  });

  test('that is no wider than asked for is its own thumbnail, and says PNG', async () => {
    const answer = await studio.ask({ path: `/image/${id}?w=2048` });
    expect(answer.headers['content-type']).toBe('image/png');
    expect(await sharp(answer.bytes).metadata()).toMatchObject({ format: 'png', width: 256 });
  });

  test.each(['15', '2049', '1.5', 'x', '', '-1'])('of width "%s" is refused with the limits', async (width) => {
    const answer = await studio.ask({ path: `/image/${id}?w=${width}` });
    expect([answer.status, answer.json()]).toMatchObject([
      400,
      { code: 'VALIDATION_ERROR', details: { field: 'w', min: 16, max: 2048 } },
    ]);
  });

  test.each([
    'nobody',
    '..%2f..%2ftessera.db',
    '%2e%2e%2ftessera.db',
    '..%5ctessera.db',
    '%00',
    'a%2fb',
    'x'.repeat(129),
  ])('named %s is not found', async (name) => {
    const answer = await studio.ask({ path: `/image/${name}` });
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('SQLite');
  });

  test('of a deleted job is gone', async () => {
    const job = await studio.drawn({ seed: 1, count: 1 });
    await studio.call('generation.delete', { id: job.id });
    const answer = await studio.ask({ path: `/image/${job.images[0]?.id}` });
    expect([answer.status, answer.json()]).toMatchObject([404, { code: 'IMAGE_NOT_FOUND' }]);
  });

  test('is not for a token that may only write', async () => {
    expect((await studio.ask({ path: `/image/${id}`, token: await studio.mint(['write']) })).status).toBe(403);
  });
});

describe('a live preview', () => {
  test('can be had while its picture is made', async () => {
    const announced = new Promise<Extract<TesseraEvent, { name: 'image.preview' }>>((resolve) => {
      const stop = studio.core.events.subscribe((event) => {
        if (event.name !== 'image.preview') return;
        stop();
        resolve(event);
      });
    });
    const job = await studio.call('generation.submit', {
      request: { kind: 'generate', recipe: { prompt: 'an owl', model: 'mock' as never, steps: 40, count: 1 } },
    });
    const { data } = await announced;
    const answer = await studio.ask({ path: `/preview/${data.image}?v=${data.version}` });
    expect([answer.status, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      200,
      'image/png',
      'no-store',
    ]);
    expect((await sharp(answer.bytes).metadata()).format).toBe('png');
    await studio.call('generation.cancel', { id: job.id });
  });

  test('of nothing is not found', async () => {
    const answer = await studio.ask({ path: '/preview/nobody' });
    expect([answer.status, answer.json()]).toMatchObject([404, { code: 'IMAGE_NOT_FOUND' }]);
  });
});
