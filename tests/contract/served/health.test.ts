// Detailed health of a real process whose disk really fills, whose database is really refused, whose engine is really killed.

import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, type ServedStudio, serveStudio } from './serve-studio.ts';

let studio: ServedStudio;

const detailed = async () => (await studio.ask({ path: '/api/health/detailed' })).json() as Body;
const services = async () => (await detailed())['services'] as Record<string, Body>;
const overall = async () => (await detailed())['status'];

const picture = { prompt: 'a red apple', width: 128, height: 128, num_images: 1 };

async function draw(): Promise<{ accepted: number; ended: unknown }> {
  const answer = await studio.ask({ method: 'POST', path: '/api/generate/single', body: picture });
  if (answer.status !== 200) return { accepted: answer.status, ended: (answer.json() as Body)['code'] };
  const path = `/api/generate/status/${String((answer.json() as Body)['job_id'])}`;
  const status = async () => ((await studio.ask({ path })).json() as Body)['status'];
  await expect.poll(status, { timeout: 25_000 }).toMatch(/completed|failed/);
  return { accepted: 200, ended: await status() };
}

/** The engine hosts: the children of the server that run the worker. */
function hosts(): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        const parent = Number(/^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
        return parent === studio.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('worker.ts');
      } catch {
        return false;
      }
    });
}

describe('detailed health', () => {
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio.close());

  test('says which parts there are, each with its latency, and that all is well', async () => {
    expect(await detailed()).toEqual({
      status: 'healthy',
      services: {
        database: { status: 'ok', message: expect.any(String), latency_ms: expect.any(Number) },
        storage: { status: 'ok', message: expect.any(String), latency_ms: expect.any(Number) },
        engine: { status: 'idle', message: expect.any(String), latency_ms: null },
        ollama: { status: 'not_configured', message: expect.any(String), latency_ms: null },
        comfyui: { status: 'not_configured', message: expect.any(String), latency_ms: null },
      },
      uptime_seconds: expect.any(Number),
      memory_usage_mb: expect.any(Number),
    });
  });

  test('degrades while the database can be read but not written, and only then', async () => {
    // The kernel refuses what lies past the first page of a file: pictures' small files pass, the database does not.
    studio.limitFiles(4096);
    expect(await services()).toMatchObject({
      database: { status: 'degraded', message: expect.stringContaining('not written') },
      storage: { status: 'ok' },
    });
    expect(await overall()).toBe('degraded');
    expect((await studio.ask({ path: '/api/projects' })).status).toBe(200);
    expect(await draw()).toEqual({ accepted: 503, ended: 'DISK_FULL' });
    studio.limitFiles('unlimited');
    expect(await overall()).toBe('healthy');
    expect(await draw()).toEqual({ accepted: 200, ended: 'completed' });
  });

  test('degrades when the engine hosts were killed, and recovers with the next picture', async () => {
    expect(await draw()).toMatchObject({ ended: 'completed' });
    expect(await services()).toMatchObject({ engine: { status: 'ok', latency_ms: expect.any(Number) } });
    const [pid = 0] = hosts();
    expect(pid).toBeGreaterThan(0);
    process.kill(pid, 'SIGKILL');
    await expect.poll(overall).toBe('degraded');
    expect(await services()).toMatchObject({
      engine: { status: 'degraded', message: expect.stringContaining('stopped unexpectedly') },
    });
    expect(await draw()).toMatchObject({ ended: 'completed' });
    expect(await overall()).toBe('healthy');
    expect(hosts()).not.toContain(pid);
  });

  test('degrades when the engine host does not answer, and recovers with the next picture', async () => {
    expect(await draw()).toMatchObject({ ended: 'completed' });
    for (const pid of hosts()) process.kill(pid, 'SIGSTOP');
    const { engine } = await services();
    expect(engine).toMatchObject({ status: 'degraded', message: expect.stringContaining('did not answer') });
    expect(Number(engine?.['latency_ms'])).toBeGreaterThan(1000);
    for (const pid of hosts()) process.kill(pid, 'SIGCONT');
    expect(await draw()).toMatchObject({ ended: 'completed' });
    expect(await overall()).toBe('healthy');
  });
});

describe('a full disk', () => {
  const tinyMegabytes = 48;
  let home: string;
  let through: readonly string[] | null;

  /** A file system of its own for the data folder, where this system lets a process make one. */
  function tinyDisk(): readonly string[] | null {
    const mount = `mount -t tmpfs -o size=${tinyMegabytes}m tessera "${home}"`;
    const unshare = [
      ['unshare', '-m'],
      ['unshare', '-Urm'],
    ].find(([program = '', flags = '']) => spawnSync(program, [flags, 'sh', '-c', mount]).status === 0);
    return unshare === undefined ? null : [...unshare, 'sh', '-c', `${mount} && exec "$@"`, 'sh'];
  }

  /** Writes until the system says that nothing more fits, through the eyes of the process. */
  function fill(): { free(): void } {
    const filler = join(`/proc/${studio.pid}/root`, home, 'filler');
    const file = openSync(filler, 'w');
    const code = (size: number) => {
      try {
        for (;;) writeSync(file, Buffer.alloc(size, 1));
      } catch (error) {
        return (error as NodeJS.ErrnoException).code;
      }
    };
    expect([code(1 << 20), code(1)]).toEqual(['ENOSPC', 'ENOSPC']);
    closeSync(file);
    return { free: () => rmSync(filler) };
  }

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'tessera-full-'));
    through = tinyDisk();
    studio = await serveStudio({ home, ...(through === null ? {} : { through }) });
    // A failed job shall stay failed, and not wait for its next try.
    await studio.call('settings.set', { jobRetries: 0 });
  });
  afterAll(() => studio.close());

  test('is said while it is full, refuses new work, and is over when room was made', async () => {
    const roomy = { storage: { status: through === null ? 'ok' : 'degraded' } };
    expect(await services()).toMatchObject(roomy);
    expect(await draw()).toMatchObject({ ended: 'completed' });

    // Without a file system of its own the kernel's own limit stands in: not a byte more may be written.
    const filled = through === null ? { free: () => studio.limitFiles('unlimited') } : fill();
    if (through === null) studio.limitFiles(0);
    expect(await services()).toMatchObject({ storage: { status: 'down' } });
    expect(await overall()).toBe('degraded');
    expect((await studio.ask({ path: '/health', token: null })).json()).toMatchObject({ status: 'degraded' });
    expect((await draw()).ended).not.toBe('completed');

    filled.free();
    expect(await services()).toMatchObject(roomy);
    expect(await draw()).toMatchObject({ accepted: 200, ended: 'completed' });
  });
});
