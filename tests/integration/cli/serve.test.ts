// tessera serve and the tokens for it, as a script uses them: the ready line, its address, pictures over HTTP, the end.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Job } from '../../../shared/domain/job.ts';
import { type RunningTessera, type Tessera, tesseraProcess } from './tessera-process.ts';

interface Ready {
  readonly ready: boolean;
  readonly url: string;
  readonly port: number;
  readonly address: string;
  readonly token: string;
  readonly ui: boolean;
}

let tessera: Tessera;
let server: RunningTessera | null;

beforeEach(() => {
  tessera = tesseraProcess();
  server = null;
});

afterEach(async () => {
  server?.kill('SIGKILL');
  await server?.finished;
  tessera.remove();
});

async function serving(): Promise<Ready> {
  server = tessera.start('serve', '--port', '0', '--json');
  return JSON.parse(await server.sees('stdout', /\n\}\n$/)) as Ready;
}

async function post(ready: Ready, token: string, call: string, input: unknown = {}) {
  const response = await fetch(`${ready.url}/call/${call}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: (await response.json()) as { ok: boolean; value?: unknown } };
}

const small = { prompt: 'an owl', model: 'mock', seed: 7, steps: 2, width: 64, height: 64, count: 1 };

describe('serve', () => {
  test('says when it is ready, where, and with which token', async () => {
    const ready = await serving();
    expect(ready).toEqual({
      ready: true,
      url: `http://127.0.0.1:${ready.port}`,
      port: expect.any(Number),
      address: `${ready.url}/#token=${ready.token}`,
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      ui: false,
    });
    expect((await fetch(`${ready.url}/health`)).status).toBe(200);
    expect((await post(ready, ready.token, 'tokens.list')).status).toBe(200);
  });

  test('tells a person the address', async () => {
    server = tessera.start('serve', '--port', '0');
    const said = await server.sees('stdout', /\n/);
    expect(said).toMatch(/^Tessera answers at http:\/\/127\.0\.0\.1:\d+\/#token=[\w.-]+\n$/);
  });

  test('draws what it is asked for over HTTP', async () => {
    const ready = await serving();
    const submitted = await post(ready, ready.token, 'generation.submit', {
      request: { kind: 'generate', recipe: small },
    });
    const { id } = submitted.body.value as Job;
    const get = async () => (await post(ready, ready.token, 'generation.get', { id })).body.value as Job;
    await expect.poll(async () => (await get()).state, { timeout: 30_000 }).toBe('completed');
    const image = (await get()).images[0]?.id;
    const picture = await fetch(`${ready.url}/image/${image}`, { headers: { authorization: `Bearer ${ready.token}` } });
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  test('ends at SIGTERM with 0, and its token ends with it', async () => {
    const first = await serving();
    server?.kill('SIGTERM');
    expect(await server?.finished).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
    const second = await serving();
    expect((await post(second, first.token, 'models.list')).body).toMatchObject({
      error: { code: 'UNAUTHENTICATED', details: { reason: 'revoked' } },
    });
  });

  test('that was killed leaves no token that still works', async () => {
    const first = await serving();
    server?.kill('SIGKILL');
    await server?.finished;
    const second = await serving();
    expect((await post(second, first.token, 'models.list')).status).toBe(401);
  });

  test('continues a job after kill -9, and tells of it over the same calls', async () => {
    const first = await serving();
    const recipe = { ...small, steps: 40, count: 2 };
    const submitted = await post(first, first.token, 'generation.submit', { request: { kind: 'generate', recipe } });
    const { id } = submitted.body.value as Job;
    const state = async (ready: Ready) => (await post(ready, ready.token, 'generation.get', { id })).body.value as Job;
    await expect.poll(async () => (await state(first)).state, { timeout: 30_000 }).toBe('running');
    server?.kill('SIGKILL');
    await server?.finished;
    const second = await serving();
    await expect.poll(async () => (await state(second)).state, { timeout: 60_000 }).toBe('completed');
    expect((await state(second)).images.map((image) => image.state)).toEqual(['ready', 'ready']);
  });
});

describe('token', () => {
  test('create prints the token alone, and it opens the API until it is revoked', async () => {
    const created = await tessera.run('token', 'create', '--name', 'ci', '--expires', '1h');
    const token = created.stdout.trim();
    expect([created.exitCode, created.stdout]).toEqual([0, `${token}\n`]);
    const { tokens } = await tessera.json<{ tokens: { jti: string; name: string; revokedAt: string | null }[] }>(
      'token',
      'list',
    );
    expect(tokens).toMatchObject([{ name: 'ci', revokedAt: null }]);

    const before = await serving();
    expect((await post(before, token, 'models.list')).status).toBe(200);
    expect((await post(before, token, 'tokens.list')).status).toBe(403);
    server?.kill('SIGTERM');
    await server?.finished;

    await tessera.json('token', 'revoke', tokens[0]?.jti ?? '');
    const after = await serving();
    expect((await post(after, token, 'models.list')).status).toBe(401);
  });

  test('is in no file of the data folder that is not its own', async () => {
    const { token } = await tessera.json<{ token: string }>('token', 'create', '--name', 'ci', '--scope', 'read');
    const ready = await serving();
    await post(ready, token, 'models.list');
    await post(ready, `${token}x`, 'models.list');
    server?.kill('SIGTERM');
    await server?.finished;
    expect(tessera.filesHolding(token.slice(-20))).toEqual([]);
    expect(tessera.filesHolding('SQLite format 3')).toContain('tessera.db');
  });
});
