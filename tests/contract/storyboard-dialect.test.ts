// Projects and shots of the storyboard dialect over real HTTP: every endpoint and status, what each refusal names, who may ask and how often.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import sharp from 'sharp';
import { type Body, dialectClient } from './dialect-client.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;
const { ask, newProject, newShot, shotNames } = dialectClient(() => studio);

beforeAll(async () => {
  studio = await openLoopbackStudio({
    limits: { projects: 1000, shots: 1000, sequences: 1000, llm: 1000, audio: 1000 },
  });
});

afterAll(() => studio.close());

describe('projects', () => {
  test('are made, read, changed and listed', async () => {
    const made = await ask('POST', '/api/projects', {
      name: 'Foxes',
      description: 'In winter',
      aspect_ratio: '16:9',
      model: 'mock',
    });
    expect([made.status, made.body]).toMatchObject([
      201,
      {
        name: 'Foxes',
        description: 'In winter',
        aspect_ratio: '16:9',
        model: 'mock',
        style: null,
        shot_count: 0,
        total_duration: 0,
      },
    ]);
    const path = `/api/projects/${made.body.id}`;
    expect((await ask('GET', path)).body).toEqual(made.body);
    const patched = await ask('PATCH', path, { name: 'Wolves' });
    expect([patched.status, patched.body]).toMatchObject([200, { name: 'Wolves', aspect_ratio: '16:9' }]);
    expect((await ask('PUT', path, { aspect_ratio: null })).body).toMatchObject({ name: 'Wolves', aspect_ratio: null });
    const { body } = await ask('GET', '/api/projects');
    expect((body['projects'] as Body[])[0]).toMatchObject({ id: made.body.id, name: 'Wolves' });
  });

  test('go to the trash, from where they come back', async () => {
    const id = await newProject();
    expect((await ask('DELETE', `/api/projects/${id}`)).status).toBe(200);
    expect(await ask('GET', `/api/projects/${id}`)).toMatchObject({ status: 404, body: { code: 'PROJECT_NOT_FOUND' } });
    await studio.call('storyboards.restore', { id: id as never });
    expect((await ask('GET', `/api/projects/${id}`)).status).toBe(200);
  });

  test.each([
    ['no name', {}, 'name'],
    ['an empty name', { name: '  ' }, 'name'],
    ['a long name', { name: 'x'.repeat(201) }, 'name'],
    ['an unknown field', { name: 'x', colour: 'red' }, 'colour'],
    ['an unknown shape', { name: 'x', aspect_ratio: '5:1' }, 'aspect_ratio'],
    ['a number for a name', { name: 7 }, 'name'],
  ])('with %s are refused by the name of the field', async (_what, body, field) => {
    const refused = await ask('POST', '/api/projects', body);
    expect([refused.status, refused.body]).toMatchObject([400, { code: 'VALIDATION_ERROR', details: { field } }]);
    expect(refused.body['error']).toEqual(expect.stringContaining(field));
  });

  test('with a model that does not exist are refused', async () => {
    const refused = await ask('POST', '/api/projects', { name: 'x', model: 'nobody' });
    expect([refused.status, refused.body]).toMatchObject([404, { code: 'MODEL_NOT_FOUND' }]);
  });
});

describe('shots', () => {
  test('are made in order and moved by order_index', async () => {
    const project = await newProject();
    await newShot(project, { name: 'one' });
    const two = await newShot(project, { name: 'two', duration_seconds: 2.5, shot_type: 'close-up' });
    expect(two).toMatchObject({
      order_index: 1,
      duration_seconds: 2.5,
      shot_type: 'close-up',
      status: 'empty',
      image_url: null,
    });
    await newShot(project, { name: 'first', order_index: 0 });
    expect(await shotNames(project)).toEqual(['first', 'one', 'two']);
    const moved = await ask('PATCH', `/api/shots/${two.id}`, { order_index: 0 });
    expect([moved.status, moved.body['order_index']]).toEqual([200, 0]);
    expect(await shotNames(project)).toEqual(['two', 'first', 'one']);
    expect((await ask('PUT', `/api/shots/${two.id}`, { name: 'second' })).body).toMatchObject({
      name: 'second',
      order_index: 0,
    });
    expect((await ask('GET', `/api/projects/${project}`)).body).toMatchObject({ shot_count: 3, total_duration: 8.5 });
  });

  test('get their picture from the engine', async () => {
    const project = await newProject();
    const { id } = await newShot(project, { generate: true });
    await expect
      .poll(async () => (await ask('GET', `/api/shots/${id}`)).body['status'], { timeout: 25_000 })
      .toBe('completed');
    const { body } = await ask('GET', `/api/shots/${id}`);
    const picture = await studio.ask({ path: String(body['image_url']) });
    expect((await sharp(picture.bytes).metadata()).format).toBe('png');
  });

  test('are deleted', async () => {
    const project = await newProject();
    const { id } = await newShot(project);
    expect((await ask('DELETE', `/api/shots/${id}`)).status).toBe(200);
    expect(await ask('GET', `/api/shots/${id}`)).toMatchObject({ status: 404, body: { code: 'SHOT_NOT_FOUND' } });
    expect(await shotNames(project)).toEqual([]);
  });

  test.each([
    ['no prompt', { prompt: undefined }, 'prompt'],
    ['an empty prompt', { prompt: ' ' }, 'prompt'],
    ['no duration at all', { duration_seconds: 0 }, 'duration_seconds'],
    ['a duration past the limit', { duration_seconds: 601 }, 'duration_seconds'],
    ['an unknown type', { shot_type: 'selfie' }, 'shot_type'],
    ['a negative place', { order_index: -1 }, 'order_index'],
    ['half a place', { order_index: 0.5 }, 'order_index'],
    ['a place past the end', { order_index: 5 }, 'order_index'],
    ['an unknown field', { camera: 'dolly' }, 'camera'],
  ])('with %s are refused by the name of the field', async (_what, body, field) => {
    const project = await newProject();
    const refused = await ask('POST', `/api/projects/${project}/shots`, { prompt: 'a fox', generate: false, ...body });
    expect([refused.status, refused.body]).toMatchObject([400, { details: { field } }]);
    expect(refused.body['error']).toEqual(expect.stringContaining(field));
  });

  test('moved past the end are told the nearest place', async () => {
    const project = await newProject();
    const { id } = await newShot(project);
    const refused = await ask('PATCH', `/api/shots/${id}`, { order_index: 3 });
    expect([refused.status, refused.body]).toMatchObject([400, { details: { field: 'order_index', nearest: [0] } }]);
  });
});

describe('what does not exist', () => {
  test.each([
    ['GET', '/api/projects/nobody', 'PROJECT_NOT_FOUND'],
    ['PATCH', '/api/projects/nobody', 'PROJECT_NOT_FOUND'],
    ['PUT', '/api/projects/nobody', 'PROJECT_NOT_FOUND'],
    ['DELETE', '/api/projects/nobody', 'PROJECT_NOT_FOUND'],
    ['GET', '/api/projects/nobody/shots', 'PROJECT_NOT_FOUND'],
    ['GET', '/api/projects/a%20b', 'PROJECT_NOT_FOUND'],
    ['GET', '/api/shots/nobody', 'SHOT_NOT_FOUND'],
    ['PATCH', '/api/shots/nobody', 'SHOT_NOT_FOUND'],
    ['PUT', '/api/shots/nobody', 'SHOT_NOT_FOUND'],
    ['DELETE', '/api/shots/nobody', 'SHOT_NOT_FOUND'],
    ['GET', '/api/shots/%2e%2e%2f', 'SHOT_NOT_FOUND'],
    ['GET', '/api/sequences/nobody/status', 'SEQUENCE_NOT_FOUND'],
    ['POST', '/api/sequences/nobody/cancel', 'SEQUENCE_NOT_FOUND'],
  ])('%s %s is 404', async (method, path, code) => {
    const answer = await ask(method, path, method === 'GET' || method === 'DELETE' ? undefined : {});
    expect([answer.status, answer.body]).toMatchObject([404, { code, error: expect.any(String) }]);
  });

  test('a shot cannot be added to it, nor a sequence', async () => {
    const shot = await ask('POST', '/api/projects/nobody/shots', { prompt: 'a fox' });
    expect([shot.status, shot.body]).toMatchObject([404, { code: 'PROJECT_NOT_FOUND' }]);
    const sequence = await ask('POST', '/api/sequences/generate', {
      project_id: 'nobody',
      prompt: 'a fox',
      shot_count: 2,
    });
    expect([sequence.status, sequence.body]).toMatchObject([404, { code: 'PROJECT_NOT_FOUND' }]);
  });
});

describe('who may', () => {
  const routes: [string, string][] = [
    ['GET', '/api/projects'],
    ['POST', '/api/projects'],
    ['GET', '/api/projects/x'],
    ['PATCH', '/api/projects/x'],
    ['PUT', '/api/projects/x'],
    ['DELETE', '/api/projects/x'],
    ['GET', '/api/projects/x/shots'],
    ['POST', '/api/projects/x/shots'],
    ['GET', '/api/shots/x'],
    ['PATCH', '/api/shots/x'],
    ['PUT', '/api/shots/x'],
    ['DELETE', '/api/shots/x'],
    ['POST', '/api/sequences/generate'],
    ['GET', '/api/sequences/x/status'],
    ['POST', '/api/sequences/x/cancel'],
    ['POST', '/api/llm/generate'],
    ['POST', '/api/audio/generate'],
    ['GET', '/api/mock/generate-sequence'],
    ['GET', '/api/mock/audio-generate'],
    ['GET', '/export/x'],
  ];

  test.each(routes)('%s %s asks for a token', async (method, path) => {
    const answer = await ask(method, path, undefined, { token: null });
    expect([answer.status, answer.body['code']]).toEqual([401, 'UNAUTHENTICATED']);
  });

  test('a token that only reads may not write', async () => {
    const token = await studio.mint(['read']);
    expect((await ask('GET', '/api/projects', undefined, { token })).status).toBe(200);
    expect((await ask('POST', '/api/projects', { name: 'x' }, { token })).body).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('limits', () => {
  test.each([
    ['sequences', 10, 'POST', '/api/sequences/generate'],
    ['audio', 5, 'POST', '/api/audio/generate'],
    ['llm', 30, 'POST', '/api/llm/generate'],
    ['projects', 60, 'GET', '/api/projects/x'],
    ['shots', 100, 'GET', '/api/shots/x'],
  ])('let %s be asked %i times a minute', async (_group, times, method, path) => {
    const limited = await openLoopbackStudio();
    const statuses = [];
    for (let time = 0; time < times; time += 1) {
      statuses.push((await limited.ask({ method, path, ...(method === 'POST' ? { body: {} } : {}) })).status);
    }
    const refused = await limited.ask({ method, path, ...(method === 'POST' ? { body: {} } : {}) });
    await limited.close();
    expect(statuses).not.toContain(429);
    expect([refused.status, refused.json()]).toMatchObject([429, { code: 'RATE_LIMITED' }]);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });
});
