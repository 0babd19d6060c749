// The grid dialect over real HTTP: every endpoint, every status, and what a restart or silence does to a generation.

import { existsSync, rmSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Core, openCore } from '../../../main/core.ts';
import { startNodeHost } from '../../../main/engine/node-host.ts';
import { findInstallation } from '../../../main/installation.ts';
import { JobId } from '../../../shared/domain/ids.ts';
import { lanczosId, UpscalerId } from '../../../shared/domain/upscaler.ts';
import type { LoopbackStudio } from '../loopback-studio.ts';
import { ask, type Body, openMockStudio, until } from './asking.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const asked = { prompt: 'a red apple', aspectRatio: '1:1' };
let ahead = 0;
const clock = () => Date.now() + ahead;
let studio: LoopbackStudio;

beforeAll(async () => {
  studio = await openMockStudio({ clock });
  // What enlarges is another test's matter, and the network that does takes seconds a picture.
  await studio.call('settings.set', { upscaler: UpscalerId.parse(lanczosId) });
});
afterAll(() => studio.close());

async function tokenOf(core: Core): Promise<string> {
  return (await core.tokens.create({ name: 'test', expiresInSeconds: 60, scopes: ['read', 'write'] })).token;
}

async function create(body: object = asked): Promise<Body> {
  const answer = await ask(studio, 'POST', '/generations', body);
  expect(answer.status).toBe(201);
  return answer.body['id'] as Body;
}

const ended = (id: unknown) => until(studio, `/generations/${String(id)}`, { ends: ['completed', 'error'] });

describe('a generation', () => {
  test('is a grid and four upscales, all ordinary jobs with files of their own', async () => {
    const made = await create({ ...asked, style: 'flat' });
    expect(made).toEqual({
      id: expect.stringMatching(uuid),
      prompt: 'a red apple',
      status: expect.stringMatching(/waiting|processing/),
      progress: expect.any(Number),
      grid_image_url: null,
      upscale_1: null,
      upscale_2: null,
      upscale_3: null,
      upscale_4: null,
      error: null,
      aspect_ratio: '1:1',
      style: 'flat',
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
      completed_at: null,
    });

    const done = await ended(made['id']);

    expect(done).toMatchObject({ status: 'completed', progress: 100, error: null, completed_at: expect.any(String) });
    const grid = await studio.ask({ path: new URL(String(done['grid_image_url'])).pathname });
    expect(grid.headers['content-type']).toBe('image/png');
    expect(await sharp(grid.bytes).metadata()).toMatchObject({ width: 512, height: 512 });
    for (const cell of [1, 2, 3, 4]) {
      const picture = await studio.ask({ path: new URL(String(done[`upscale_${cell}`])).pathname });
      expect(await sharp(picture.bytes).metadata()).toMatchObject({ width: 512, height: 512 });
    }
    const { jobs } = await studio.call('generation.list', {});
    expect(jobs.filter(({ id }) => id.startsWith(String(made['id'])))).toHaveLength(5);
  });

  test('takes any other style as words of the prompt', async () => {
    const { id } = await create({ ...asked, style: 'in watercolour' });
    await ended(id);
    const job = await studio.call('generation.get', { id: JobId.parse(id) });
    expect(job.task.recipe).toMatchObject({ prompt: 'a red apple, in watercolour', style: null });
  });

  test('asks for the token where its pictures are', async () => {
    const { id } = await create();
    const done = await ended(id);
    const path = new URL(String(done['grid_image_url'])).pathname;
    expect((await studio.ask({ path, token: null })).status).toBe(401);
  });

  test('is refused while another one is under way', async () => {
    const { id } = await create();
    expect(await ask(studio, 'POST', '/generations', asked)).toMatchObject({
      status: 409,
      body: { error: 'Another generation is already in progress' },
    });
    await ended(id);
    expect((await ended((await create())['id']))['status']).toBe('completed');
  });
});

describe('what is refused', () => {
  test.each([
    ['no prompt', { aspectRatio: '1:1' }, 'prompt'],
    ['an empty prompt', { ...asked, prompt: '  ' }, 'prompt'],
    ['a shape of another kind', { ...asked, aspectRatio: '2:1' }, 'aspectRatio'],
    ['a style that is no text', { ...asked, style: 7 }, 'style'],
    ['an unknown field', { ...asked, seed: 7 }, 'seed'],
  ])('%s', async (_name, body, field) => {
    const answer = await ask(studio, 'POST', '/generations', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR', details: { field } } });
    expect(answer.body['error']).toContain(field);
  });

  test.each(['GET', 'DELETE'])('%s of a generation that is not there', async (method) => {
    expect(await ask(studio, method, '/generations/00000000-0000-4000-8000-000000000000')).toMatchObject({
      status: 404,
      body: { error: 'Generation not found' },
    });
  });
});

describe('deleting', () => {
  test('moves a finished one to the trash, from where it comes back', async () => {
    const { id } = await create();
    await ended(id);
    const path = `/generations/${String(id)}`;

    expect(await ask(studio, 'DELETE', path)).toEqual({
      status: 200,
      body: { message: `Generation ${String(id)} has been successfully deleted` },
    });

    expect((await ask(studio, 'GET', path)).status).toBe(404);
    expect((await ask(studio, 'DELETE', path)).status).toBe(404);
    await studio.call('generation.restore', { id: JobId.parse(id) });
    expect((await ask(studio, 'GET', path)).body).toMatchObject({ status: 'completed' });
  });

  test('cancels a running one first and leaves room for the next', async () => {
    const { id } = await create();
    expect((await ask(studio, 'DELETE', `/generations/${String(id)}`)).status).toBe(200);
    const job = await studio.call('generation.get', { id: JobId.parse(id) });
    expect(['cancelled', 'completed']).toContain(job.state);
    await ended((await create())['id']);
  });
});

describe('resetting', () => {
  test('gives up every generation under way, whatever its age', async () => {
    const { id } = await create();
    expect(await ask(studio, 'POST', '/generations/reset')).toEqual({
      status: 200,
      body: { message: 'Stuck generations reset successfully', count: 1 },
    });
    expect((await ask(studio, 'GET', `/generations/${String(id)}`)).body).toMatchObject({
      status: 'error',
      error: expect.stringContaining('stuck'),
    });
    expect((await ask(studio, 'POST', '/generations/reset')).body).toMatchObject({ count: 0 });
  });
});

describe('silence of the worker', () => {
  test('for over ten minutes makes room for the next generation', async () => {
    const silent = await openMockStudio({ clock, start: false });
    const first = (await ask(silent, 'POST', '/generations', asked)).body['id'] as Body;
    ahead += 9 * 60_000;
    expect((await ask(silent, 'POST', '/generations', asked)).status).toBe(409);
    ahead += 2 * 60_000;
    expect((await ask(silent, 'POST', '/generations', asked)).status).toBe(201);
    expect((await ask(silent, 'GET', `/generations/${String(first['id'])}`)).body).toMatchObject({
      status: 'error',
      error: expect.stringContaining('stuck'),
    });
    await silent.close();
  });

  test('is none while a job still reports progress', async () => {
    const { id } = await create();
    ahead += 11 * 60_000;
    // What the worker says of the job comes after the clock has moved.
    await expect
      .poll(async () => (await ask(studio, 'GET', `/generations/${String(id)}`)).body['progress'])
      .not.toBe(0);
    expect((await ask(studio, 'GET', `/generations/${String(id)}`)).body).toMatchObject({ error: null });
    await ended(id);
  });
});

describe('a restart', () => {
  test('goes on to the upscales with no API open', async () => {
    const { home, core: first, api } = await openMockStudio({ start: false });
    first.settings.set({ upscaler: UpscalerId.parse(lanczosId) });
    const answer = await fetch(`${api.url}/generations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await tokenOf(first)}`, 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    });
    const id = JobId.parse(((await answer.json()) as { id: { id: string } }).id.id);
    await api.close();
    await first.close();

    const installation = findInstallation({ moduleUrl: import.meta.url });
    const { resources, nodeBinary, worker } = installation;
    const startHost = startNodeHost({ nodeBinary, worker, home });
    const core = await openCore({ home, resources, version: '0.0.0-test', startHost, desktop: null });
    core.start();
    await expect.poll(() => core.gridGenerations.get(id).status, { timeout: 60_000 }).toBe('completed');
    const { upscales } = core.gridGenerations.get(id);

    expect(upscales.map((job) => [job?.id, job?.state])).toEqual(
      [1, 2, 3, 4].map((cell) => [`${id}-u${cell}`, 'completed']),
    );
    await core.close();
    rmSync(home, { recursive: true });
  });

  test('continues what was open', async () => {
    const first = await openMockStudio({ start: false });
    first.core.settings.set({ upscaler: UpscalerId.parse(lanczosId) });
    const made = (await ask(first, 'POST', '/generations', asked)).body['id'] as Body;
    const second = await first.reopen();
    const done = await until(second, `/generations/${String(made['id'])}`, { ends: ['completed', 'error'] });
    expect(done).toMatchObject({ status: 'completed', progress: 100 });
    expect(existsSync(second.home)).toBe(true);
    await second.close();
  });
});
