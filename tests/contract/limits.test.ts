// What is too much: bodies, rates, requests at once; and what is no JSON.

import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ask } from './ask-over-http.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

const limits = { generation: 3, generationBySession: 5, other: 8, concurrent: 4, streams: 2 };
let studio: LoopbackStudio;

beforeAll(async () => {
  studio = await openLoopbackStudio({ limits });
});

afterAll(() => studio.close());

const submit: Ask = {
  method: 'POST',
  path: '/call/generation.submit',
  // Refused by the contract, and counted all the same: the counter stands before the parser.
  body: { request: { kind: 'generate', recipe: { prompt: '' } } },
};
const list: Ask = { method: 'POST', path: '/call/models.list', body: {} };

async function statuses(ask: Ask, times: number): Promise<number[]> {
  const found: number[] = [];
  for (let asked = 0; asked < times; asked += 1) found.push((await studio.ask(ask)).status);
  return found;
}

async function cookieFor(token: string): Promise<string> {
  const answer = await studio.ask({ method: 'POST', path: '/session', token });
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

describe('the rate', () => {
  test('of new pictures is limited per token, and says when to go on', async () => {
    const token = await studio.mint(['read', 'write']);
    expect(await statuses({ ...submit, token }, 4)).toEqual([400, 400, 400, 429]);
    const answer = await studio.ask({ ...submit, token });
    expect(answer.json()).toMatchObject({
      ok: false,
      error: { code: 'RATE_LIMITED', retryable: true, details: { limit: 3, windowSeconds: 60 } },
    });
    expect(answer.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '0' });
    const waitSeconds = Number(answer.headers['retry-after']);
    expect(waitSeconds).toBeGreaterThan(0);
    expect(waitSeconds).toBeLessThanOrEqual(60);
    expect(Number(answer.headers['ratelimit-reset'])).toBe(waitSeconds);
  });

  test('is announced before it is reached', async () => {
    const token = await studio.mint(['read', 'write']);
    const answer = await studio.ask({ ...submit, token });
    expect(answer.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '2' });
  });

  test('of one token is not used up by another', async () => {
    const spent = await studio.mint(['read', 'write']);
    await statuses({ ...submit, token: spent }, 4);
    expect(await statuses({ ...submit, token: await studio.mint(['read', 'write']) }, 1)).toEqual([400]);
  });

  test('of new pictures leaves reading alone', async () => {
    const token = await studio.mint(['read', 'write']);
    await statuses({ ...submit, token }, 4);
    expect(await statuses({ ...list, token }, 1)).toEqual([200]);
  });

  test('of everything else is shared by its routes', async () => {
    const token = await studio.mint(['read']);
    const mixed = [...(await statuses({ ...list, token }, 4)), ...(await statuses({ path: '/image/x', token }, 5))];
    expect(mixed).toEqual([200, 200, 200, 200, 404, 404, 404, 404, 429]);
  });

  test('of reading is not limited for a page', async () => {
    const cookie = await cookieFor(await studio.mint(['read', 'write']));
    expect(await statuses({ ...list, token: null, headers: { cookie } }, 12)).toEqual(
      Array.from({ length: 12 }, () => 200),
    );
  });

  test('of new pictures is wider for a page', async () => {
    const cookie = await cookieFor(await studio.mint(['read', 'write']));
    expect(await statuses({ ...submit, token: null, headers: { cookie } }, 6)).toEqual([400, 400, 400, 400, 400, 429]);
  });
});

describe('a body', () => {
  const token = () => studio.mint(['read', 'write']);

  test('of more than 1 MB is refused', async () => {
    const answer = await studio.ask({ ...submit, body: 'x'.repeat(1024 * 1024 + 1), token: await token() });
    expect([answer.status, answer.json()]).toMatchObject([413, { ok: false, error: { code: 'REQUEST_TOO_LARGE' } }]);
  });

  test.each([
    ['a form', 'application/x-www-form-urlencoded', 'a=1'],
    ['plain text', 'text/plain', '{}'],
    ['a multipart form', 'multipart/form-data; boundary=x', '--x--'],
    ['what only begins like JSON', 'application/jsonp', '{}'],
  ])('that is %s is refused', async (_name, type, body) => {
    const answer = await studio.ask({ ...submit, body, token: await token(), headers: { 'content-type': type } });
    expect([answer.status, answer.json()]).toMatchObject([
      400,
      { ok: false, error: { code: 'INVALID_INPUT', message: expect.stringContaining('application/json') } },
    ]);
  });

  test.each([
    ['cut short', '{"request":'],
    ['empty', ''],
    ['with a second prototype', '{"__proto__":{"x":1}}'],
  ])('that is JSON %s is refused', async (_name, body) => {
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
    const answer = await studio.ask({ ...submit, body, token: await token(), headers });
    expect([answer.status, answer.json()]).toMatchObject([400, { ok: false, error: { code: 'INVALID_INPUT' } }]);
  });
});

describe('at once', () => {
  /** Requests whose body never comes: they stay under way until the socket closes. */
  async function dangling(count: number, path: string): Promise<() => Promise<void>> {
    const token = await studio.mint(['read', 'write']);
    const sockets = Array.from({ length: count }, () => {
      const socket = connect(studio.api.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${studio.api.port}\r\nAuthorization: Bearer ${token}\r\n` +
          'Content-Type: application/json\r\nContent-Length: 10\r\n\r\n',
      );
      return socket;
    });
    return async () => {
      await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve).destroy())));
    };
  }

  test('only so many requests are taken, and room is made again', async () => {
    const release = await dangling(limits.concurrent, '/call/models.list');
    await expect.poll(async () => (await studio.ask({ path: '/health', token: null })).status).toBe(429);
    const answer = await studio.ask({ path: '/health', token: null });
    expect(answer.json()).toMatchObject({ code: 'RATE_LIMITED' });
    expect(answer.headers['retry-after']).toBe('1');
    await release();
    await expect.poll(async () => (await studio.ask({ path: '/api/docs', token: null })).status).toBe(200);
  });

  test('only so many event streams are open', async () => {
    const token = await studio.mint(['read']);
    const aborts = [new AbortController(), new AbortController()];
    const open = (signal: AbortSignal) =>
      fetch(`${studio.api.url}/events`, { signal, headers: { authorization: `Bearer ${token}` } });
    const first = await Promise.all(aborts.map(({ signal }) => open(signal)));
    expect(first.map((response) => response.status)).toEqual([200, 200]);
    expect((await studio.ask({ path: '/events', token })).status).toBe(429);
    for (const abort of aborts) abort.abort();
  });
});

/** What comes back for these bytes until the server hangs up. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(text));
  });
}

describe('a request that does not come to its end', () => {
  test.each([
    ['headers', ''],
    ['body', 'Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{'],
  ])('in its %s is hung up on', async (_part, rest) => {
    const hasty = await openLoopbackStudio({ requestTimeoutMs: 300 });
    const head = `POST /call/models.list HTTP/1.1\r\nHost: 127.0.0.1:${hasty.api.port}\r\n`;
    const token = `Authorization: Bearer ${hasty.token}\r\n`;
    const answer = await raw(hasty.api.port, `${head}${token}${rest}`);
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*\{"error":".+","code":"INVALID_INPUT"/);
    expect((await hasty.ask({ path: '/health', token: null })).status).toBe(200);
    await hasty.close();
  });

  test.each([
    ['is no HTTP', 'hello\r\n\r\n', 400],
    ['has a head without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`, 431],
  ])('or that %s is refused in our words', async (_what, bytes, status) => {
    const answer = await raw(studio.api.port, bytes);
    expect(answer.slice(9, 12)).toBe(String(status));
    expect(answer).toContain('"code":"INVALID_INPUT"');
  });
});
