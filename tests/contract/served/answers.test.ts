// Every answer the contracts promise, with every field they name, asked of a real serve process that draws with the model that ships.

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ask } from '../ask-over-http.ts';
import { contractTable } from './contract-table.ts';
import { type Prover, proverOf, valueAt } from './prover.ts';
import { type Body, type ServedStudio, serveStudio, wideLimits } from './serve-studio.ts';

/** These need a disk that fails, and are proven in troubles.test.ts. */
const provenElsewhere = ['POST /generations/reset 500'];

let studio: ServedStudio;
let prover: Prover;
const ask: Prover['ask'] = (...asked) => prover.ask(...asked);

beforeAll(async () => {
  studio = await serveStudio({ limits: wideLimits });
  prover = await proverOf(studio);
}, 60_000);
afterAll(() => studio.close());

async function until(work: () => Promise<Body>, ends: RegExp): Promise<Body> {
  let last: Body = {};
  await expect
    .poll(
      async () => {
        last = await work();
        return String(last['status']);
      },
      { timeout: 60_000, interval: 100 },
    )
    .toMatch(ends);
  return last;
}

async function sizeAt(url: unknown): Promise<string> {
  const { pathname, search } = new URL(String(url), studio.url);
  expect((await studio.ask({ path: `${pathname}${search}`, token: null })).status).toBe(401);
  const { width, height } = await sharp((await studio.ask({ path: `${pathname}${search}` })).bytes).metadata();
  return `${width}x${height}`;
}

describe('the grid dialect', { timeout: 60_000 }, () => {
  const create = { body: { prompt: 'a red apple', aspectRatio: '1:1', style: 'flat' } };

  test('draws a grid and its upscales, one generation at a time', async () => {
    const { id: made } = (await ask('POST /generations', 201, create)) as { id: Body };
    expect(made).toMatchObject({ status: expect.stringMatching(/waiting|processing/), style: 'flat' });
    expect(await ask('POST /generations', 409, create)).toMatchObject({
      error: 'Another generation is already in progress',
    });
    const of = { id: String(made['id']) };
    const done = await until(() => ask('GET /generations/{id}', 200, { of }), /completed|error/);
    expect(done).toMatchObject({ status: 'completed', progress: 100, error: null, aspect_ratio: '1:1' });
    const single = await sizeAt(done['upscale_1']);
    expect(await sizeAt(done['grid_image_url'])).toBe(single);
    expect(await Promise.all([2, 3, 4].map((cell) => sizeAt(done[`upscale_${cell}`])))).toEqual(Array(3).fill(single));
    await ask('GET /generations/{id}/grid.png', 200, { of });
    expect(await ask('DELETE /generations/{id}', 200, { of })).toEqual({
      message: `Generation ${of.id} has been successfully deleted`,
    });
    for (const row of ['GET /generations/{id}', 'DELETE /generations/{id}', 'GET /generations/{id}/grid.png']) {
      expect(await ask(row, 404, { of })).toMatchObject({ error: 'Generation not found' });
    }
  });

  test('gives up what is under way when it is told to', async () => {
    const { id: made } = (await ask('POST /generations', 201, create)) as { id: Body };
    expect(await ask('POST /generations/reset', 200)).toEqual({
      message: 'Stuck generations reset successfully',
      count: 1,
    });
    const of = { id: String(made['id']) };
    expect(await ask('GET /generations/{id}', 200, { of })).toMatchObject({ status: 'error' });
  });
});

test('the job dialect draws into files with absolute paths', { timeout: 60_000 }, async () => {
  const body = { prompt: 'a red apple', negative_prompt: 'leaves', width: 128, height: 128, num_images: 1 };
  const made = await ask('POST /api/generate/single', 200, { body });
  expect(made).toEqual({ job_id: expect.any(String), status: 'queued' });
  const of = { job_id: String(made['job_id']) };
  const row = 'GET /api/generate/status/{job_id}';
  // Its list of pictures is empty until they are there.
  const path = `/api/generate/status/${of.job_id}`;
  await until(async () => (await studio.ask({ path })).json() as Body, /completed|failed/);
  const done = await ask(row, 200, { of });
  expect(done).toMatchObject({ status: 'completed', progress: 1, error_message: null });
  const [file = ''] = done['result_images'] as string[];
  expect([existsSync(file), file.startsWith(studio.home), file.includes('mock')]).toEqual([true, true, false]);
  await ask(row, 404);
});

test("the image dialect keeps the caller's id, and charges credits", { timeout: 60_000 }, async () => {
  const body = { prompt: 'a red apple', num_images: 1, size: '128x128', job_id: 'order-1', quality: 'draft' };
  const row = 'POST /api/images/generate';
  expect(await ask(row, 202, { body })).toMatchObject({ job_id: 'order-1', status: 'PENDING' });
  expect(await ask(row, 202, { body })).toMatchObject({ job_id: 'order-1' });
  await ask(row, 409, { body: { ...body, prompt: 'a pear' } });
  const path = '/api/images/status/order-1';
  await until(async () => (await studio.ask({ path })).json() as Body, /COMPLETED|FAILED/);
  const done = await ask('GET /api/images/status/{job_id}', 200, { of: { job_id: 'order-1' } });
  expect(done).toMatchObject({ status: 'COMPLETED', progress: 100, images: [{ dimensions: '128x128' }] });
  expect(await sizeAt((done['images'] as Body[])[0]?.['url'])).toBe('128x128');
  await ask('GET /api/images/status/{job_id}', 404);
  expect(await ask('GET /api/jobs/{id}/logs', 200, { of: { id: 'order-1' }, query: '?lines=2' })).toMatchObject({
    logs: [expect.any(String), expect.stringContaining('completed')],
  });
  expect(await ask('GET /api/jobs/{id}/logs', 200)).toEqual({ logs: [], total_lines: 0, message: 'No logs found' });

  await studio.call('settings.set', { credits: true });
  await ask(row, 402, { body: { ...body, job_id: 'order-2', user_id: 'poor' } });
  await studio.call('settings.set', { credits: false });
  await ask('GET /api/images/status/{job_id}', 404, { of: { job_id: 'order-2' } });
});

test('storyboards are made, changed and drawn', { timeout: 60_000 }, async () => {
  const made = await ask('POST /api/projects', 201, { body: { name: 'Foxes', aspect_ratio: '1:1' } });
  const of = { id: String(made['id']) };
  expect(await ask('GET /api/projects', 200)).toMatchObject({ total: 1 });
  await ask('GET /api/projects/{id}', 200, { of });
  await ask('PATCH /api/projects/{id}', 200, { of, body: { name: 'Wolves' } });
  expect(await ask('PUT /api/projects/{id}', 200, { of, body: { description: 'In winter' } })).toMatchObject({
    name: 'Wolves',
    description: 'In winter',
  });

  const first = await ask('POST /api/projects/{id}/shots', 201, { of, body: { prompt: 'a fox', generate: false } });
  const shot = { id: String(first['id']) };
  await ask('GET /api/shots/{id}', 200, { of: shot });
  await ask('PATCH /api/shots/{id}', 200, { of: shot, body: { order_index: 0, name: 'One' } });
  await ask('PUT /api/shots/{id}', 200, { of: shot, body: { duration_seconds: 2.5, shot_type: 'close-up' } });
  expect(await ask('GET /api/projects/{id}/shots', 200, { of })).toMatchObject({
    total: 1,
    shots: [{ id: shot.id, order_index: 0, name: 'One', duration_seconds: 2.5, shot_type: 'close-up' }],
  });

  const asked = { project_id: of.id, prompt: 'a fox', shot_count: 2, job_id: 'seq-1' };
  const row = 'POST /api/sequences/generate';
  expect(await ask(row, 202, { body: asked })).toMatchObject({ job_id: 'seq-1' });
  await ask(row, 409, { body: { ...asked, prompt: 'a wolf' } });
  await ask(row, 404, { body: { ...asked, project_id: 'nobody', job_id: 'seq-2' } });
  const path = '/api/sequences/seq-1/status';
  await until(async () => (await studio.ask({ path })).json() as Body, /completed|failed/);
  expect(await ask('GET /api/sequences/{job_id}/status', 200, { of: { job_id: 'seq-1' } })).toMatchObject({
    status: 'completed',
    result: { total_duration: 8, shots: [{ shot_type: 'establishing' }, { shot_type: 'action' }] },
  });
  const { shots } = (await ask('GET /api/projects/{id}/shots', 200, { of })) as { shots: Body[] };
  expect(await sizeAt(shots[1]?.['image_url'])).toMatch(/^\d+x\d+$/);
  const cancelled = { of: { job_id: 'seq-1' } };
  await ask('POST /api/sequences/{job_id}/cancel', 200, cancelled);

  await ask('DELETE /api/shots/{id}', 200, { of: shot });
  for (const method of ['GET', 'DELETE']) await ask(`${method} /api/shots/{id}`, 404, { of: shot });
  for (const method of ['PATCH', 'PUT']) await ask(`${method} /api/shots/{id}`, 404, { of: shot, body: { name: 'x' } });
  await ask('DELETE /api/projects/{id}', 200, { of });
  for (const method of ['GET', 'DELETE']) await ask(`${method} /api/projects/{id}`, 404, { of });
  for (const method of ['PATCH', 'PUT']) await ask(`${method} /api/projects/{id}`, 404, { of, body: { name: 'x' } });
  await ask('GET /api/projects/{id}/shots', 404, { of });
  await ask('POST /api/projects/{id}/shots', 404, { of, body: { prompt: 'a fox' } });
  await ask('GET /api/sequences/{job_id}/status', 404);
  await ask('POST /api/sequences/{job_id}/cancel', 404);
});

test('words are written by the built-in rules, and the answer says so', async () => {
  const row = 'POST /api/llm/generate';
  expect(await ask(row, 200, { body: { prompt: 'a fox', task: 'enhance' } })).toMatchObject({ source: 'rules' });
  expect(await ask(row, 200, { body: { prompt: 'a fox', task: 'shots' } })).toMatchObject({ source: 'rules' });
});

test('sound is made up in mock mode only', { timeout: 60_000 }, async () => {
  await ask('POST /api/audio/generate', 501, { body: { text: 'hello' } });
  const mocking = await serveStudio({ words: ['--mock'] });
  await ask('POST /api/audio/generate', 200, { body: { text: 'hello' }, at: mocking });
  await mocking.close();
  const made = await ask('GET /api/mock/audio-generate', 200);
  expect(made).toMatchObject({ type: 'voice', sample_rate: 44_100, channels: 2, status: 'completed' });
  const { bytes } = await ask('GET /api/mock/audio/voice.wav', 200);
  expect((bytes as Buffer).length).toBe(made['file_size_bytes']);
  expect(await ask('GET /api/mock/generate-sequence', 200)).toMatchObject({
    status: 'completed',
    result: {
      total_duration: 8,
      shots: [
        { shot_type: 'establishing', duration_seconds: 5 },
        { shot_type: 'action', duration_seconds: 3 },
      ],
    },
  });
  expect(await ask('GET /api/mock/health', 200, { token: null })).toMatchObject({ status: 'healthy', mode: 'mock' });
});

test('operations say how the studio is', async () => {
  expect(await ask('GET /health', 200, { token: null })).toMatchObject({
    status: 'healthy',
    auth_configured: true,
    image_generation_available: true,
    features: expect.arrayContaining(['text-to-image', 'image-to-image', 'inpainting', 'upscale', 'storyboards']),
  });
  expect(await ask('GET /api/stats', 200)).toMatchObject({ active_jobs: 0 });
  expect(await ask('GET /api/health/detailed', 200)).toMatchObject({ status: 'healthy' });
  const stop = new AbortController();
  const headers = { authorization: `Bearer ${studio.token}` };
  const stream = await fetch(`${studio.url}/api/events`, { headers, signal: stop.signal });
  expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  stop.abort();
  prover.seen.add('GET /api/events 200');
});

test('webhooks of a remote backend are taken once, by their secret', async () => {
  const secret = randomBytes(16).toString('hex');
  await studio.call('sync.configure', { secrets: { webhookSecret: secret } });
  const row = 'POST /api/webhooks/image-completion';
  const body = {
    job_id: 'far',
    status: 'failed',
    timestamp: new Date().toISOString(),
    error_message: 'x',
    message: 'y',
  };
  const how = { token: null, body, headers: { 'x-webhook-secret': secret } };
  expect(await ask(row, 200, how)).toMatchObject({ job_id: 'far', status: 'failed', duplicate: false });
  expect(await ask(row, 200, how)).toMatchObject({ duplicate: true });
  await ask(row, 401, { token: null, body });
});

describe('the OpenAI dialect', { timeout: 60_000 }, () => {
  test('makes, edits and varies', async () => {
    const fields = { prompt: 'a red apple', size: '128x128', response_format: 'b64_json', quality: 'low' };
    const made = await ask('POST /v1/images/generations', 200, { body: fields });
    const png = Buffer.from(String(valueAt(made, 'data.0.b64_json')), 'base64');
    await ask('POST /v1/images/edits', 200, await form({ ...fields, image: png }));
    await ask('POST /v1/images/variations', 200, await form({ size: '128x128', image: png }));
  });

  test('lists the models', async () => {
    const { data } = (await ask('GET /v1/models', 200)) as { data: Body[] };
    await ask('GET /v1/models/{model}', 200, { of: { model: String(data[0]?.['id']) } });
    await ask('GET /v1/models/{model}', 404);
  });

  async function form(fields: Readonly<Record<string, string | Buffer>>): Promise<Partial<Ask>> {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) {
      if (typeof value === 'string') data.set(name, value);
      else data.set(name, new Blob([new Uint8Array(value)], { type: 'image/png' }), 'a.png');
    }
    const request = new Request('http://x/', { method: 'POST', body: data });
    const body = Buffer.from(await request.arrayBuffer());
    return { body, headers: { 'content-type': request.headers.get('content-type') ?? '' } };
  }
});

describe('the A1111 dialect', { timeout: 60_000 }, () => {
  test('draws, varies, scales and reads back', async () => {
    const small = { prompt: 'a red apple', steps: 4, width: 128, height: 128, seed: 3 };
    const made = await ask('POST /sdapi/v1/txt2img', 200, { body: small });
    const image = String(valueAt(made, 'images.0'));
    await ask('POST /sdapi/v1/img2img', 200, { body: { ...small, init_images: [image], denoising_strength: 0.4 } });
    const one = await ask('POST /sdapi/v1/extra-single-image', 200, { body: { image, upscaling_resize: 2 } });
    expect((await sharp(Buffer.from(String(one['image']), 'base64')).metadata()).width).toBe(256);
    const imageList = [{ data: image, name: 'a.png' }];
    await ask('POST /sdapi/v1/extra-batch-images', 200, { body: { imageList, upscaling_resize: 2 } });
    const read = await ask('POST /sdapi/v1/png-info', 200, { body: { image } });
    expect(read['parameters']).toMatchObject({ Prompt: 'a red apple', Seed: '3', Steps: '4' });
  });

  test('answers every question that its clients begin with', async () => {
    const questions = contractTable.filter(({ ask: row }) => row.startsWith('GET /sdapi/v1/'));
    expect(questions.length).toBe(15);
    for (const { ask: row } of questions) await ask(row, 200);
    for (const word of ['interrupt', 'skip', 'refresh-checkpoints']) await ask(`POST /sdapi/v1/${word}`, 200);
    const { sd_model_checkpoint: model } = await ask('GET /sdapi/v1/options', 200);
    await ask('POST /sdapi/v1/options', 200, { body: { sd_model_checkpoint: model } });
    await ask('POST /sdapi/v1/options', 404, { body: { sd_model_checkpoint: 'nobody' } });
  });
});

test('every row of the table was proven', () => {
  const promised = contractTable.flatMap(({ ask: row, answers }) =>
    Object.keys(answers).map((status) => `${row} ${status}`),
  );
  expect(promised.length).toBeGreaterThan(90);
  expect(promised.filter((row) => !prover.seen.has(row) && !provenElsewhere.includes(row))).toEqual([]);
});

test('every operation of a dialect in the document has a row', () => {
  const rows = new Set(contractTable.map(({ ask: row }) => row));
  const described = Object.entries(prover.document.paths)
    .filter(([path]) => /^\/(?:api|v1|sdapi|generations|health)\b/.test(path))
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
  expect(described.filter((operation) => !rows.has(operation))).toEqual([]);
  expect([...rows].filter((row) => !described.includes(row))).toEqual([]);
});
