// Sequences, language, made-up answers and exports of the storyboard dialect over real HTTP.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import sharp from 'sharp';
import { type Body, dialectClient } from './dialect-client.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;
const { ask, newProject, newShot, shotNames, sequenceEnded } = dialectClient(() => studio);

beforeAll(async () => {
  studio = await openLoopbackStudio({
    limits: { projects: 1000, shots: 1000, sequences: 1000, llm: 1000, audio: 1000 },
  });
});

afterAll(() => studio.close());

describe('sequences', () => {
  test('are accepted at once and become shots with pictures', async () => {
    const project = await newProject();
    const accepted = await ask('POST', '/api/sequences/generate', {
      project_id: project,
      prompt: 'a fox',
      shot_count: 2,
    });
    expect([accepted.status, accepted.body]).toEqual([
      202,
      { job_id: expect.any(String), status: expect.stringMatching(/queued|processing/) },
    ]);
    const done = await sequenceEnded(String(accepted.body['job_id']));
    expect(done).toMatchObject({
      status: 'completed',
      progress: 1,
      project_id: project,
      error_message: null,
      result: {
        project_id: project,
        prompt: 'a fox',
        total_duration: 8,
        shots: [
          { order_index: 0, duration_seconds: 5, shot_type: 'establishing' },
          { order_index: 1, duration_seconds: 3, shot_type: 'action' },
        ],
      },
    });
    const { body } = await ask('GET', `/api/projects/${project}/shots`);
    expect((body['shots'] as Body[]).map((shot) => shot['status'])).toEqual(['completed', 'completed']);
  });

  test('keep the id a caller gave; with other words it is taken', async () => {
    const project = await newProject();
    const asked = { project_id: project, prompt: 'a fox', shot_count: 1, job_id: 'my-sequence' };
    expect((await ask('POST', '/api/sequences/generate', asked)).body['job_id']).toBe('my-sequence');
    expect((await ask('POST', '/api/sequences/generate', asked)).status).toBe(202);
    const taken = await ask('POST', '/api/sequences/generate', { ...asked, prompt: 'a wolf' });
    expect([taken.status, taken.body]).toMatchObject([409, { code: 'JOB_ID_TAKEN' }]);
    await sequenceEnded('my-sequence');
    expect(await shotNames(project)).toHaveLength(1);
  });

  test('are cancelled', async () => {
    const project = await newProject();
    const { body } = await ask('POST', '/api/sequences/generate', {
      project_id: project,
      prompt: 'a fox',
      shot_count: 24,
    });
    const cancelled = await ask('POST', `/api/sequences/${String(body['job_id'])}/cancel`);
    expect([cancelled.status, cancelled.body]).toMatchObject([200, { status: 'cancelled' }]);
    const again = await ask('POST', `/api/sequences/${String(body['job_id'])}/cancel`);
    expect([again.status, again.body['status']]).toEqual([200, 'cancelled']);
    expect((await studio.call('generation.list', { states: ['queued', 'running'] })).jobs).toEqual([]);
  });

  test.each([
    ['no project', { project_id: undefined }, 'project_id'],
    ['no prompt', { prompt: undefined }, 'prompt'],
    ['no count', { shot_count: undefined }, 'shot_count'],
    ['no shots', { shot_count: 0 }, 'shot_count'],
    ['25 shots', { shot_count: 25 }, 'shot_count'],
    ['half a shot', { shot_count: 1.5 }, 'shot_count'],
    ['words for a count', { shot_count: 'six' }, 'shot_count'],
    ['a hostile id', { job_id: '../../x' }, 'job_id'],
    ['an unknown field', { seed: 7 }, 'seed'],
  ])('with %s are refused by the name of the field', async (_what, body, field) => {
    const refused = await ask('POST', '/api/sequences/generate', {
      project_id: 'x',
      prompt: 'a fox',
      shot_count: 2,
      ...body,
    });
    expect([refused.status, refused.body]).toMatchObject([400, { code: 'VALIDATION_ERROR', details: { field } }]);
    expect(refused.body['error']).toEqual(expect.stringContaining(field));
  });
});

describe('language', () => {
  test('enhances by the rules, and says so', async () => {
    const answer = await ask('POST', '/api/llm/generate', { prompt: 'a fox', task: 'enhance' });
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { source: 'rules', model: null, text: expect.stringMatching(/^a fox, /), shots: [] },
    ]);
  });

  test('writes shots by the rules', async () => {
    const answer = await ask('POST', '/api/llm/generate', { prompt: 'a fox', task: 'shots', shot_count: 3 });
    expect(answer.body['shots']).toMatchObject([
      { shot_type: 'establishing' },
      { shot_type: 'action' },
      { shot_type: 'closing' },
    ]);
  });

  test.each([
    ['no prompt', { task: 'enhance' }, 'prompt'],
    ['no task', { prompt: 'x' }, 'task'],
    ['an unknown task', { prompt: 'x', task: 'sing' }, 'task'],
  ])('asked with %s refuses by the name of the field', async (_what, body, field) => {
    const refused = await ask('POST', '/api/llm/generate', body);
    expect([refused.status, refused.body]).toMatchObject([400, { details: { field } }]);
  });
});

describe('made-up answers', () => {
  test('have a sequence of two shots', async () => {
    const { body } = await ask('GET', '/api/mock/generate-sequence');
    expect(body).toMatchObject({
      status: 'completed',
      result: {
        total_duration: 8,
        shots: [
          { duration_seconds: 5, shot_type: 'establishing' },
          { duration_seconds: 3, shot_type: 'action' },
        ],
      },
    });
  });

  test('have a sound that is what it says', async () => {
    const { body } = await ask('GET', '/api/mock/audio-generate');
    expect(body).toMatchObject({ type: 'voice', format: 'wav', sample_rate: 44_100, channels: 2, status: 'completed' });
    const { bytes, headers } = await studio.ask({ path: String(body['file_url']) });
    expect([headers['content-type'], bytes.length]).toEqual(['audio/wav', body['file_size_bytes']]);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    expect(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect(view.getUint32(4, true)).toBe(bytes.length - 8);
    expect([view.getUint16(20, true), view.getUint16(22, true), view.getUint32(24, true)]).toEqual([1, 2, 44_100]);
    expect(view.getUint32(40, true) / view.getUint32(28, true)).toBe(body['duration_seconds']);
    const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length));
    expect(samples.reduce((most, sample) => Math.max(most, sample), 0)).toBeGreaterThan(4000);
  });

  test('say that they are', async () => {
    const answer = await ask('GET', '/api/mock/health', undefined, { token: null });
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { status: 'healthy', mode: 'mock', version: '0.0.0-test' },
    ]);
  });

  test('are not given for a real sound', async () => {
    const answer = await ask('POST', '/api/audio/generate', { text: 'hello' });
    expect([answer.status, answer.body]).toMatchObject([
      501,
      { code: 'NOT_IMPLEMENTED', error: expect.stringContaining('sound') },
    ]);
  });

  test('are given for a sound in mock mode', async () => {
    const mock = await openLoopbackStudio({ mock: true });
    const answer = await mock.ask({ method: 'POST', path: '/api/audio/generate', body: { text: 'hello' } });
    await mock.close();
    expect([answer.status, answer.json()]).toMatchObject([200, { status: 'completed', format: 'wav' }]);
  });
});

describe('exports', () => {
  test('are had by their name, and nothing else is', async () => {
    const project = await newProject();
    const { body } = await ask('POST', '/api/sequences/generate', {
      project_id: project,
      prompt: 'a fox',
      shot_count: 2,
    });
    await sequenceEnded(String(body['job_id']));
    const png = await studio.call('storyboards.export', { id: project as never, format: 'png' });
    const sheet = await studio.ask({ path: `/export/${png.file}` });
    expect([sheet.headers['content-type'], sheet.bytes.length]).toEqual(['image/png', png.sizeBytes]);
    const webp = await studio.call('storyboards.export', { id: project as never, format: 'webp' });
    const animatic = await studio.ask({ path: `/export/${webp.file}` });
    expect(await sharp(animatic.bytes, { animated: true }).metadata()).toMatchObject({ pages: 2, delay: [5000, 3000] });
    const pdf = await studio.call('storyboards.export', { id: project as never, format: 'pdf' });
    const paper = await studio.ask({ path: `/export/${pdf.file}` });
    expect([paper.headers['content-type'], paper.text.slice(0, 5)]).toEqual(['application/pdf', '%PDF-']);
    for (const name of [
      '..%2ftessera.db',
      'tessera.db',
      'A-film-20261121-000000000.png',
      '%00',
      `..%2fexports%2f${png.file}`,
    ]) {
      expect((await studio.ask({ path: `/export/${name}` })).status).toBe(404);
    }
  });

  test('of a board without pictures are refused', async () => {
    const project = await newProject();
    await newShot(project);
    const answer = await studio.ask({
      method: 'POST',
      path: '/call/storyboards.export',
      body: { id: project, format: 'pdf' },
    });
    expect([answer.status, answer.json()]).toMatchObject([400, { error: { code: 'INVALID_INPUT' } }]);
  });
});
