// The job dialect and the image dialect over real HTTP: statuses, ids, formats, files, credits and pictures handed in.

import { existsSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LoopbackStudio } from '../loopback-studio.ts';
import { ask, type Body, openMockStudio, until } from './asking.ts';

let studio: LoopbackStudio;
beforeAll(async () => {
  studio = await openMockStudio();
});
afterAll(() => studio.close());

const picture = { prompt: 'a red apple', num_images: 1, size: '64x64' };
const jobEnded = (id: unknown) =>
  until(studio, `/api/generate/status/${String(id)}`, { ends: ['completed', 'failed'] });
const imagesEnded = (id: unknown) =>
  until(studio, `/api/images/status/${String(id)}`, { ends: ['COMPLETED', 'FAILED'] });

describe('the job dialect', () => {
  const asked = { prompt: 'a red apple', negative_prompt: 'leaves', width: 64, height: 72, num_images: 2 };

  test('answers with the absolute paths of real PNGs, named as the mock names them', async () => {
    const made = await ask(studio, 'POST', '/api/generate/single', asked);
    expect(made).toEqual({ status: 200, body: { job_id: expect.any(String), status: 'queued' } });

    const done = await jobEnded(made.body['job_id']);

    expect(done).toEqual({
      job_id: made.body['job_id'],
      status: 'completed',
      progress: 1,
      result_images: [expect.any(String), expect.any(String)],
      error_message: null,
      created_at: expect.stringMatching(/Z$/),
      completed_at: expect.stringMatching(/Z$/),
    });
    const [first = '', second = ''] = done['result_images'] as string[];
    expect(first).not.toBe(second);
    expect([isAbsolute(first), existsSync(first), existsSync(second)]).toEqual([true, true, true]);
    expect(basename(first)).toMatch(/^mock_\d+\.png$/);
    expect(await sharp(first).metadata()).toMatchObject({ format: 'png', width: 64, height: 72 });
  });

  test('knows no job that is not there', async () => {
    expect(await ask(studio, 'GET', '/api/generate/status/nowhere')).toMatchObject({
      status: 404,
      body: { code: 'JOB_NOT_FOUND' },
    });
  });

  test.each([
    ['no prompt', { ...asked, prompt: undefined }, 'prompt'],
    ['a width off the grid', { ...asked, width: 65 }, 'width'],
    ['a height too large', { ...asked, height: 4096 }, 'height'],
    ['no pictures', { ...asked, num_images: 0 }, 'num_images'],
    ['an unknown field', { ...asked, steps: 4 }, 'steps'],
  ])('refuses %s', async (_name, body, field) => {
    const answer = await ask(studio, 'POST', '/api/generate/single', body);
    expect(answer).toMatchObject({ status: 400, body: { details: { field } } });
    expect(answer.body['error']).toContain(field);
  });

  test('names the nearest width', async () => {
    const { body } = await ask(studio, 'POST', '/api/generate/single', { ...asked, width: 513 });
    expect(body).toMatchObject({ details: { nearest: [512, 520] } });
  });
});

describe('the image dialect', () => {
  test("keeps the caller's id everywhere", async () => {
    const asked = { ...picture, job_id: 'order-7', num_images: 2, style: 'flat', quality: 'draft', user_id: 'ada' };
    expect(await ask(studio, 'POST', '/api/images/generate', asked)).toEqual({
      status: 202,
      body: { job_id: 'order-7', status: 'PENDING', message: expect.any(String) },
    });
    const done = await imagesEnded('order-7');
    expect(done).toMatchObject({ job_id: 'order-7', status: 'COMPLETED', progress: 100, error_message: null });
    expect((done['images'] as Body[]).map((image) => image['file_path'])).toEqual([
      'images/order-7/image_1.png',
      'images/order-7/image_2.png',
    ]);
    const logs = await ask(studio, 'GET', '/api/jobs/order-7/logs?lines=2');
    expect(logs.body['logs']).toHaveLength(2);
  });

  test('gives the first job back for a repeated id, and refuses another request under it', async () => {
    const asked = { ...picture, job_id: 'again' };
    await ask(studio, 'POST', '/api/images/generate', asked);
    expect((await ask(studio, 'POST', '/api/images/generate', asked)).status).toBe(202);
    expect(await ask(studio, 'POST', '/api/images/generate', { ...asked, prompt: 'a pear' })).toMatchObject({
      status: 409,
      body: { code: 'JOB_ID_TAKEN', details: { field: 'job_id' } },
    });
    await imagesEnded('again');
  });

  test.each([
    ['PNG', 'image/png', 'png'],
    ['JPEG', 'image/jpeg', 'jpeg'],
    ['WEBP', 'image/webp', 'webp'],
  ])('makes %s', async (format, type, kind) => {
    const { body } = await ask(studio, 'POST', '/api/images/generate', { ...picture, format });
    const done = await imagesEnded(body['job_id']);
    const [image] = done['images'] as Body[];
    const url = new URL(String(image?.['url']));
    const file = await studio.ask({ path: `${url.pathname}${url.search}` });
    expect([file.status, file.headers['content-type']]).toEqual([200, type]);
    expect((await sharp(file.bytes).metadata()).format).toBe(kind);
  });

  test('starts from a data: URL and from a picture of the library', async () => {
    const png = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#c00' } })
      .png()
      .toBuffer();
    const input = `data:image/png;base64,${png.toString('base64')}`;
    const made = await ask(studio, 'POST', '/api/images/generate', { ...picture, input_image_url: input });
    expect(made.status).toBe(202);
    expect((await imagesEnded(made.body['job_id']))['status']).toBe('COMPLETED');
    const again = { ...picture, input_image_url: `tessera:${String(made.body['job_id'])}-0` };
    const second = await ask(studio, 'POST', '/api/images/generate', again);
    expect(second.status).toBe(202);
    expect((await imagesEnded(second.body['job_id']))['status']).toBe('COMPLETED');
  });

  test.each([
    ['no prompt', { ...picture, prompt: '' }, 'prompt'],
    ['a size off the grid', { ...picture, size: '513x512' }, 'size'],
    ['a size in words', { ...picture, size: 'large' }, 'size'],
    ['five pictures', { ...picture, num_images: 5 }, 'num_images'],
    ['an unknown format', { ...picture, format: 'GIF' }, 'format'],
    ['an unknown quality', { ...picture, quality: 'best' }, 'quality'],
    ['an id with a slash', { ...picture, job_id: 'a/b' }, 'job_id'],
    ['a picture nobody has', { ...picture, input_image_url: 'tessera:none' }, 'input_image_url'],
    ['a data: URL of no picture', { ...picture, input_image_url: 'data:image/png;base64,AAAA' }, 'input_image_url'],
    ['a data: URL of text', { ...picture, input_image_url: 'data:text/html;base64,AAAA' }, 'input_image_url'],
  ])('refuses %s', async (_name, body, field) => {
    const answer = await ask(studio, 'POST', '/api/images/generate', body);
    expect([400, 404]).toContain(answer.status);
    expect(answer.body).toMatchObject({ details: { field } });
    expect(answer.body['error']).toContain(field);
  });

  test('names the nearest size', async () => {
    const { body } = await ask(studio, 'POST', '/api/images/generate', { ...picture, size: '513x40' });
    expect(body['error']).toContain('512x64');
  });

  test('knows no job that is not there', async () => {
    expect((await ask(studio, 'GET', '/api/images/status/nowhere')).status).toBe(404);
  });
});

describe('credits', () => {
  beforeEach(async () => {
    await studio.call('settings.set', { credits: true });
    return async () => {
      await studio.call('settings.set', { credits: false });
    };
  });
  const balance = async (holder: string) => (await studio.call('credits.entries', { holder })).balance;

  test('that are missing refuse the work before it begins', async () => {
    const asked = { ...picture, user_id: 'poor', job_id: 'unpaid' };
    expect(await ask(studio, 'POST', '/api/images/generate', asked)).toMatchObject({
      status: 402,
      body: { code: 'CREDITS_INSUFFICIENT', details: { needed: 1, available: 0 } },
    });
    expect((await ask(studio, 'GET', '/api/images/status/unpaid')).status).toBe(404);
  });

  test('are charged one per stored picture', async () => {
    await studio.call('credits.grant', { holder: 'rich', amount: 3 });
    const { body } = await ask(studio, 'POST', '/api/images/generate', { ...picture, num_images: 2, user_id: 'rich' });
    await imagesEnded(body['job_id']);
    expect(await balance('rich')).toEqual({ holder: 'rich', balance: 1, reserved: 0 });
    const tooMany = { ...picture, num_images: 2, user_id: 'rich' };
    expect((await ask(studio, 'POST', '/api/images/generate', tooMany)).status).toBe(402);
    const list = await studio.call('credits.list', {});
    expect(list).toMatchObject({ enabled: true, holders: [{ holder: 'rich', balance: 1 }] });
  });

  test('are not charged for a job that was refused', async () => {
    await studio.call('credits.grant', { holder: 'careful', amount: 2 });
    await ask(studio, 'POST', '/api/images/generate', { ...picture, size: '4096x4096', user_id: 'careful' });
    expect(await balance('careful')).toEqual({ holder: 'careful', balance: 2, reserved: 0 });
  });

  test('need someone who pays', async () => {
    expect(await ask(studio, 'POST', '/api/images/generate', picture)).toMatchObject({
      status: 400,
      body: { details: { field: 'user_id' } },
    });
  });
});
