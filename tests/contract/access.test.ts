// Who gets in: tokens, the session cookie, Host and Origin; what is open to all; what no answer ever repeats.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ask } from './ask-over-http.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;
let nowMs = Date.now();
const lines: string[] = [];

beforeAll(async () => {
  studio = await openLoopbackStudio({ clock: () => nowMs, log: (line) => lines.push(line) });
});

afterAll(() => studio.close());

const health: Ask = { method: 'POST', path: '/call/system.health', body: {} };

/** Signed with the installation's own key, but never minted by it. */
function forged(claims: Record<string, unknown>): Promise<string> {
  const key = readFileSync(join(studio.home, 'keys', 'api.key'));
  return new SignJWT({ iss: 'tessera', sub: 'x', jti: 'x', scope: 'admin', ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(key);
}

const badTokens: [string, () => Promise<string | null>][] = [
  ['missing', async () => null],
  ['malformed', async () => 'not-a-token'],
  ['signature', () => new SignJWT({ jti: 'x' }).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32))],
  ['unsigned', async () => new UnsecuredJWT({ jti: 'x', scope: 'admin' }).encode()],
  ['algorithm', () => new SignJWT({ jti: 'x' }).setProtectedHeader({ alg: 'HS512' }).sign(new Uint8Array(64))],
  ['unknown', () => forged({})],
  [
    'revoked',
    async () => {
      const { token, info } = await studio.core.tokens.create({ name: 'gone', expiresInSeconds: 60 });
      studio.core.tokens.revoke(info.jti);
      return token;
    },
  ],
  [
    'expired',
    async () => {
      const { token } = await studio.core.tokens.create({ name: 'old', expiresInSeconds: 60 });
      nowMs += 61_000;
      return token;
    },
  ],
];

describe('a token that is', () => {
  test.each(badTokens)('%s gets 401, the reason, and no echo', async (reason, make) => {
    const token = await make();
    const answer = await studio.ask({ ...health, token });
    expect([answer.status, answer.json()]).toEqual([
      401,
      { ok: false, error: expect.objectContaining({ code: 'UNAUTHENTICATED', details: { reason } }) },
    ]);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="tessera"');
    expect(answer.text).not.toMatch(/\bat .*:\d+:\d+|eyJ|not-a-token/);
  });

  test('sent by another scheme gets 401', async () => {
    const answer = await studio.ask({ ...health, token: null, headers: { authorization: 'Basic dXNlcjpwYXNz' } });
    expect([answer.status, answer.json()]).toMatchObject([401, { error: { details: { reason: 'malformed' } } }]);
  });

  test('in the address counts for nothing', async () => {
    const answer = await studio.ask({ path: `/events?token=${studio.token}`, token: null });
    expect(answer.status).toBe(401);
  });

  test('good is accepted', async () => {
    expect((await studio.ask(health)).status).toBe(200);
  });
});

describe('without a token', () => {
  test.each(['/events', '/image/x', '/preview/x'])('%s is closed, in the shape of plain paths', async (path) => {
    const answer = await studio.ask({ path, token: null });
    expect([answer.status, answer.json()]).toEqual([
      401,
      {
        error: expect.stringMatching(/token/),
        code: 'UNAUTHENTICATED',
        retryable: false,
        details: { reason: 'missing' },
      },
    ]);
  });

  test('POST /session is closed', async () => {
    expect((await studio.ask({ method: 'POST', path: '/session', body: {}, token: null })).status).toBe(401);
  });

  test('/health is open and says little', async () => {
    const answer = await studio.ask({ path: '/health', token: null });
    expect(Object.keys(answer.json() as object).sort()).toEqual([
      'auth_configured',
      'environment',
      'features',
      'image_generation_available',
      'node_version',
      's3_storage_configured',
      'secure_api_available',
      'status',
      'version',
      'video_generation_available',
      'webhook_enabled',
    ]);
  });

  test.each(['/api/docs', '/api/docs.css', '/api/openapi.json'])('%s is open', async (path) => {
    expect((await studio.ask({ path, token: null })).status).toBe(200);
  });

  test('what is not there is simply not found', async () => {
    const answer = await studio.ask({ path: '/nothing', token: null });
    expect([answer.status, answer.json()]).toMatchObject([404, { code: 'FILE_NOT_FOUND' }]);
  });
});

describe('Host', () => {
  const port = () => studio.api.port;
  test.each([
    ['127.0.0.1', () => `127.0.0.1:${port()}`],
    ['localhost', () => `localhost:${port()}`],
    ['[::1]', () => `[::1]:${port()}`],
  ])('%s with our port is ours', async (_name, host) => {
    expect((await studio.ask({ ...health, host: host() })).status).toBe(200);
  });

  test.each([
    ['a rebound name', () => `evil.example:${port()}`],
    ['a name that only begins like ours', () => `127.0.0.1.evil.example:${port()}`],
    ['a short form of loopback', () => `127.1:${port()}`],
    ['another loopback address', () => `127.0.0.2:${port()}`],
    ['every address', () => `0.0.0.0:${port()}`],
    ['no port', () => '127.0.0.1'],
    ['another port', () => '127.0.0.1:1'],
    ['userinfo', () => `x@127.0.0.1:${port()}`],
  ])('%s is refused, token or not', async (_name, host) => {
    const answer = await studio.ask({ ...health, host: host() });
    expect([answer.status, answer.json()]).toMatchObject([
      403,
      { ok: false, error: { code: 'FORBIDDEN', details: { header: 'host' } } },
    ]);
  });

  test('is checked on open paths too', async () => {
    expect((await studio.ask({ path: '/health', token: null, host: 'evil.example' })).status).toBe(403);
  });
});

describe('Origin', () => {
  const from = (origin: string) => studio.ask({ ...health, headers: { origin } });

  test('of our own page is ours', async () => {
    expect((await from(`http://127.0.0.1:${studio.api.port}`)).status).toBe(200);
  });

  test.each([
    'null',
    'https://evil.example',
    'http://127.0.0.1:1',
    'http://127.0.0.1',
    'http://127.0.0.1.evil.example',
    'https://127.0.0.1',
    'file://',
  ])('%s is refused', async (origin) => {
    const answer = await from(origin);
    expect([answer.status, answer.json()]).toMatchObject([
      403,
      { error: { code: 'FORBIDDEN', details: { header: 'origin' } } },
    ]);
  });

  test('of our port under another of our names is another origin', async () => {
    expect((await from(`http://localhost:${studio.api.port}`)).status).toBe(403);
  });

  test('a preflight gets no permission', async () => {
    const answer = await studio.ask({
      method: 'OPTIONS',
      path: '/call/system.health',
      token: null,
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('the session', () => {
  const trade = () => studio.ask({ method: 'POST', path: '/session', body: {} });
  const cookieOf = async () => (await trade()).headers['set-cookie']?.[0]?.split(';')[0] ?? '';

  test('is a cookie that scripts and other sites cannot use, named after the port', async () => {
    const cookie = (await trade()).headers['set-cookie'];
    expect(cookie).toHaveLength(1);
    expect(cookie?.[0]).toMatch(
      new RegExp(`^tessera_session_${studio.api.port}=[\\w.-]+; Path=/; HttpOnly; SameSite=Strict; Expires=.+ GMT$`),
    );
  });

  test('opens calls and pictures', async () => {
    const cookie = await cookieOf();
    const call = await studio.ask({ ...health, token: null, headers: { cookie: `other=1; ${cookie}` } });
    const picture = await studio.ask({ path: '/image/nothing', token: null, headers: { cookie } });
    expect([call.status, picture.status]).toEqual([200, 404]);
  });

  test('of another port is not ours', async () => {
    const cookie = (await cookieOf()).replace(/_\d+=/, '_1=');
    expect((await studio.ask({ ...health, token: null, headers: { cookie } })).status).toBe(401);
  });

  test.each(['cross-site', 'same-site'])('does not work for a %s page', async (site) => {
    const headers = { cookie: await cookieOf(), 'sec-fetch-site': site };
    expect((await studio.ask({ path: '/image/nothing', token: null, headers })).status).toBe(403);
  });

  test('ends when its token is revoked', async () => {
    const { token, info } = await studio.core.tokens.create({ name: 'page', expiresInSeconds: 60 });
    const traded = await studio.ask({ method: 'POST', path: '/session', token });
    const cookie = traded.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    expect((await studio.ask({ ...health, token: null, headers: { cookie } })).status).toBe(200);
    studio.core.tokens.revoke(info.jti);
    expect((await studio.ask({ ...health, token: null, headers: { cookie } })).status).toBe(401);
  });
});

describe('every answer', () => {
  test('forbids what a page of ours does not need', async () => {
    const { headers } = await studio.ask({ path: '/api/docs', token: null });
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  });

  test('refusals carry the same headers', async () => {
    const { headers } = await studio.ask({ ...health, token: null });
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });

  test('that refuses is logged with its reason and without the token', async () => {
    lines.length = 0;
    await studio.ask({ ...health, token: `${studio.token}x` });
    await studio.ask({ path: `/events?token=${studio.token}`, token: null });
    await studio.ask({ path: `/image/${studio.token.slice(0, 100)}`, token: null });
    expect(lines).toEqual([
      'refused POST /call/system.health: UNAUTHENTICATED signature',
      'refused GET /events: UNAUTHENTICATED missing',
      'refused GET /image/:id: UNAUTHENTICATED missing',
    ]);
  });
});
