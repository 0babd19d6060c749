// Operations over real HTTP: health flags that are computed, detailed health that tells the truth, stats, logs, webhooks.

import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoopbackStudio } from '../loopback-studio.ts';
import { ask, type Body, openMockStudio } from './asking.ts';

let studio: LoopbackStudio;
beforeAll(async () => {
  studio = await openMockStudio();
});
afterAll(() => studio.close());

const detailed = async () => (await ask(studio, 'GET', '/api/health/detailed')).body;

describe('GET /health', () => {
  test('says what there is', async () => {
    const answer = await studio.ask({ path: '/health', token: null });
    expect(answer.json()).toEqual({
      status: 'healthy',
      environment: 'production',
      version: '0.0.0-test',
      node_version: process.versions.node,
      auth_configured: true,
      s3_storage_configured: false,
      webhook_enabled: false,
      features: expect.arrayContaining(['text-to-image', 'image-to-image', 'upscale']),
      image_generation_available: true,
      video_generation_available: false,
      secure_api_available: true,
    });
  });

  test('follows the settings', async () => {
    const flags = async () => (await studio.ask({ path: '/health', token: null })).json() as Body;
    await studio.call('settings.set', { credits: true });
    await studio.call('sync.configure', {
      enabled: true,
      environment: 'trial',
      webhook: { url: 'http://127.0.0.1:9/hook' },
      s3: { bucket: 'pictures' },
      secrets: {
        s3AccessKeyId: randomBytes(8).toString('hex'),
        s3SecretAccessKey: randomBytes(16).toString('hex'),
        webhookSecret: randomBytes(16).toString('hex'),
      },
    });
    expect(await flags()).toMatchObject({
      environment: 'trial',
      s3_storage_configured: true,
      webhook_enabled: true,
      features: expect.arrayContaining(['credits', 'sync']),
    });
    await studio.call('sync.configure', { enabled: false });
    await studio.call('settings.set', { credits: false });
    expect((await flags())['webhook_enabled']).toBe(false);
  });
});

describe('GET /api/health/detailed', () => {
  test('probes every part and does not mind what is not configured', async () => {
    expect(await detailed()).toEqual({
      status: 'healthy',
      services: {
        database: { status: 'ok', message: expect.any(String), latency_ms: expect.any(Number) },
        storage: { status: 'ok', message: expect.any(String), latency_ms: expect.any(Number) },
        engine: { status: expect.stringMatching(/ok|idle/), message: expect.any(String), latency_ms: null },
        ollama: { status: 'not_configured', message: expect.any(String), latency_ms: null },
        comfyui: { status: 'not_configured', message: expect.any(String), latency_ms: null },
      },
      uptime_seconds: expect.any(Number),
      memory_usage_mb: expect.any(Number),
    });
  });

  test('degrades when nothing can be written to the data folder', async () => {
    const cache = join(studio.home, 'cache');
    renameSync(cache, `${cache}-aside`);
    writeFileSync(cache, 'a file where the folder was');
    expect(await detailed()).toMatchObject({ status: 'degraded', services: { storage: { status: 'down' } } });
    rmSync(cache);
    renameSync(`${cache}-aside`, cache);
    expect(await detailed()).toMatchObject({ status: 'healthy' });
  });

  test('degrades when the Ollama server that was set does not answer', async () => {
    await studio.call('settings.set', { ollamaUrl: 'http://127.0.0.1:9' });
    expect(await detailed()).toMatchObject({ status: 'degraded', services: { ollama: { status: 'down' } } });
    await studio.call('settings.set', { ollamaUrl: null });
  });

  test('degrades when the engine host was killed, until it has worked again', async () => {
    await studio.drawn({ count: 1 });
    for (const pid of hostsOf()) process.kill(pid, 'SIGKILL');
    await expect.poll(async () => (await detailed())['status']).toBe('degraded');
    expect(await detailed()).toMatchObject({ services: { engine: { status: 'degraded' } } });
    await studio.drawn({ count: 1 });
    await studio.call('sources.fromImage', {
      image: (await studio.call('library.list', {})).items[0]?.image.id as never,
    });
    expect(await detailed()).toMatchObject({ status: 'healthy' });
  });
});

/** The engine hosts of this process: its children that run the worker. */
function hostsOf(): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        const parent = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        return Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('worker.ts');
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe('GET /api/stats', () => {
  test('counts what is there', async () => {
    const before = (await ask(studio, 'GET', '/api/stats')).body;
    await studio.drawn({ count: 2 });
    await studio.call('storyboards.create', { name: 'A film', look: { model: 'mock' as never } });
    const after = (await ask(studio, 'GET', '/api/stats')).body;
    const grew = (name: string) => Number(after[name]) - Number(before[name]);
    expect([grew('completed_jobs_today'), grew('total_images'), grew('total_projects')]).toEqual([1, 2, 1]);
    expect(grew('storage_used_mb')).toBeGreaterThan(0);
    expect(after).toMatchObject({ active_jobs: 0, total_shots: 0 });
  });
});

describe('GET /api/jobs/:id/logs', () => {
  test('gives the last lines', async () => {
    const job = await studio.drawn({ count: 1 });
    const { body } = await ask(studio, 'GET', `/api/jobs/${job.id}/logs?lines=1`);
    expect(body).toEqual({ logs: [expect.stringContaining('completed')], total_lines: expect.any(Number) });
  });

  test('says so when there are none', async () => {
    expect((await ask(studio, 'GET', '/api/jobs/nowhere/logs')).body).toEqual({
      logs: [],
      total_lines: 0,
      message: 'No logs found',
    });
  });

  test.each(['0', '-1', '10001', 'many'])('refuses %s lines', async (lines) => {
    const answer = await ask(studio, 'GET', `/api/jobs/x/logs?lines=${lines}`);
    expect(answer).toMatchObject({ status: 400, body: { details: { field: 'lines' } } });
  });
});

describe('GET /api/events', () => {
  test('is the stream of /events', async () => {
    const stop = new AbortController();
    const response = await fetch(`${studio.api.url}/api/events`, {
      headers: { authorization: `Bearer ${studio.token}` },
      signal: stop.signal,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    stop.abort();
  });
});

describe('POST /api/webhooks/image-completion', () => {
  const secret = randomBytes(16).toString('hex');
  const payload = {
    job_id: 'far-1',
    status: 'failed',
    timestamp: '2026-05-04T10:00:00.000Z',
    error_message: 'no memory',
    message: 'It failed.',
  };
  const send = async (headers: Record<string, string>, body: unknown = payload) => {
    const path = '/api/webhooks/image-completion';
    const answer = await studio.ask({ method: 'POST', path, token: null, headers, body });
    return { status: answer.status, body: answer.json() as Body };
  };
  beforeAll(() => studio.call('sync.configure', { secrets: { webhookSecret: secret } }));

  test('is taken once', async () => {
    const headers = { 'x-webhook-secret': secret };
    expect(await send(headers)).toMatchObject({ status: 200, body: { job_id: 'far-1', duplicate: false } });
    expect(await send(headers)).toMatchObject({ status: 200, body: { duplicate: true } });
  });

  test('checks a signature over the body as it came', async () => {
    const time = Math.floor(Date.now() / 1000);
    const body = JSON.stringify({ ...payload, job_id: 'far-2' }, null, 3);
    const mac = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    const signed = (v1: string) => ({ 'x-webhook-secret': secret, 'x-tessera-signature': `t=${time},v1=${v1}` });
    expect((await send(signed(mac), body)).status).toBe(200);
    expect((await send(signed(mac.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))), body)).status).toBe(401);
  });

  test.each([
    ['no secret', {}],
    ['a wrong one', { 'x-webhook-secret': 'wrong' }],
  ])('with %s gets 401', async (_name, headers) => {
    expect((await send(headers)).status).toBe(401);
  });

  test('names the field that is wrong', async () => {
    const answer = await send({ 'x-webhook-secret': secret }, { ...payload, job_id: 'a/b' });
    expect(answer).toMatchObject({ status: 400, body: { details: { field: 'job_id' } } });
  });
});
