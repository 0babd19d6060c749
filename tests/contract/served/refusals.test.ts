// What every operation refuses alike, asked of a real serve process: tokens, scopes, foreign pages, unknown fields, sizes, rates.

import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  all,
  each,
  faultOf,
  isOpen,
  type Operation,
  operationsOf,
  scopeOf,
  statusOf,
  takesJson,
  webhook,
  withBody,
} from './operations.ts';
import { type ServedStudio, serveStudio, wideLimits } from './serve-studio.ts';

let studio: ServedStudio;
let operations: Operation[];
const streams = 'GET /api/events';

beforeAll(async () => {
  studio = await serveStudio({ limits: wideLimits });
  operations = await operationsOf(studio);
}, 60_000);
afterAll(() => studio.close());

const closed = () => operations.filter((operation) => !isOpen(operation));

describe('a token that is', () => {
  const key = () => readFileSync(join(studio.home, 'keys', 'api.key'));
  const claims = { scope: 'read write admin', iss: 'tessera', sub: 'x', jti: 'x' };
  const tokens: [string, () => Promise<string | null>][] = [
    ['missing', async () => null],
    ['malformed', async () => 'not-a-token'],
    ['of another key', () => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32))],
    [
      'expired',
      () => {
        const past = Math.floor(Date.now() / 1000) - 60;
        return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setExpirationTime(past).sign(key());
      },
    ],
    [
      'revoked',
      async () => {
        const { token, jti } = await studio.mint(['read', 'write', 'admin']);
        await studio.call('tokens.revoke', { jti });
        return token;
      },
    ],
    ['unsigned (alg none)', async () => new UnsecuredJWT(claims).setExpirationTime('1h').encode()],
  ];

  test.each(tokens)('%s gets 401 everywhere, with a reason and no echo', async (_name, make) => {
    const token = await make();
    const asked = closed();
    expect(asked.length).toBeGreaterThan(60);
    const found = await each(asked, async (operation) => {
      const answer = await studio.ask({ ...operation, ...withBody(operation), token });
      const echo = token !== null && answer.text.includes(token);
      const challenged = answer.headers['www-authenticate'] === 'Bearer realm="tessera"';
      return `${await statusOf(Promise.resolve(answer))}${echo ? ' with an echo' : ''}${challenged ? '' : ' unchallenged'}`;
    });
    expect(found).toEqual(all(asked, '401'));
  });

  test('without the scope gets 403', async () => {
    const tokensWithout: Record<string, string> = {
      read: (await studio.mint(['write'])).token,
      write: (await studio.mint(['read'])).token,
      admin: (await studio.mint(['read', 'write'])).token,
    };
    const asked = closed();
    const found = await each(asked, (operation) =>
      statusOf(studio.ask({ ...operation, ...withBody(operation), token: tokensWithout[scopeOf(operation)] ?? null })),
    );
    expect(found).toEqual(all(asked, '403'));
  });

  test('not asked for is not needed', async () => {
    const open = operations.filter(isOpen).map(({ ask }) => ask);
    expect(open).toEqual(['GET /health', 'GET /api/mock/health', webhook]);
    for (const path of ['/health', '/api/mock/health', '/api/docs', '/api/redoc', '/api/openapi.json']) {
      expect([path, (await studio.ask({ path, token: null })).status]).toEqual([path, 200]);
    }
  });
});

describe('a request of a foreign', () => {
  test.each([
    ['host', { host: 'evil.example' }],
    ['host with our port', { host: 'evil.example:PORT' }],
    ['page', { origin: 'https://evil.example' }],
    ['page of this machine', { origin: 'http://localhost:1' }],
    ['sandbox', { origin: 'null' }],
  ])('%s gets 403 everywhere', async (_name, given) => {
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value.replace('PORT', String(studio.port))]),
    );
    const found = await each(operations, (operation) =>
      statusOf(studio.ask({ ...operation, ...withBody(operation), headers })),
    );
    expect(found).toEqual(all(operations, '403'));
  });
});

describe('an unknown field', () => {
  const wrong = (status: number, text: string) => `${status} ${text.includes('no_such_field') ? 'named' : text}`;

  test('in a body is refused by its name', async () => {
    const asked = operations.filter((operation) => takesJson(operation) && operation.ask !== webhook);
    expect(asked.length).toBeGreaterThan(15);
    const found = await each(asked, async (operation) => {
      const answer = await studio.ask({ ...operation, body: { no_such_field: 1 } });
      return faultOf(answer) ?? wrong(answer.status, answer.text);
    });
    const expected = asked.map(({ ask }) => [ask, ask.includes('/sdapi/') ? '422 named' : '400 named']);
    expect(found).toEqual(Object.fromEntries(expected));
  });

  test('in a form is refused by its name', async () => {
    const asked = operations.filter(({ document }) => document.requestBody?.content['multipart/form-data']);
    expect(asked.map(({ ask }) => ask)).toEqual(['POST /v1/images/edits', 'POST /v1/images/variations']);
    const form = '--x\r\nContent-Disposition: form-data; name="no_such_field"\r\n\r\n1\r\n--x--\r\n';
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const found = await each(asked, async (operation) => {
      const answer = await studio.ask({ ...operation, headers, body: form });
      return wrong(answer.status, answer.text);
    });
    expect(found).toEqual(all(asked, '400 named'));
  });

  test('in an address is refused by its name', async () => {
    const asked = operations.filter(({ method, ask }) => method === 'GET' && ask !== streams);
    expect(asked.length).toBeGreaterThan(30);
    const found = await each(asked, async (operation) => {
      const answer = await studio.ask({ ...operation, path: `${operation.path}?no_such_field=1` });
      return wrong(answer.status, answer.text);
    });
    const expected = asked.map(({ ask }) => [ask, ask.includes('/sdapi/') ? '422 named' : '400 named']);
    expect(found).toEqual(Object.fromEntries(expected));
  });

  test('in the address of a stream is refused with the names there are', async () => {
    const answer = await studio.ask({ path: '/api/events?no_such_field=1' });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('names')]);
  });
});

describe('a body', () => {
  test('that says it is larger than is taken gets 413 before it is sent', async () => {
    const asked = operations.filter(({ document }) => document.requestBody !== undefined);
    const found = await each(asked, (operation) => announce(operation, 200 * 1024 * 1024));
    expect(found).toEqual(all(asked, 413));
  });

  test('that is no JSON is refused', async () => {
    const asked = operations.filter((operation) => takesJson(operation) && operation.ask !== webhook);
    const found = await each(asked, (operation) => statusOf(studio.ask({ ...operation, body: '{"prompt":' })));
    const expected = asked.map(({ ask }) => [ask, ask.includes('/sdapi/') ? '422' : '400']);
    expect(found).toEqual(Object.fromEntries(expected));
  });

  /** The head of a request whose body never comes. */
  function announce({ method, path }: Operation, bytes: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = connect(studio.port, '127.0.0.1');
      socket.setTimeout(10_000, () => socket.destroy(new Error(`${method} ${path} does not answer`)));
      socket.once('error', reject);
      socket.once('data', (answer) => {
        resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer.toString('latin1'))?.[1]));
        socket.destroy();
      });
      const type =
        path.startsWith('/v1/images/') && !path.endsWith('generations')
          ? 'multipart/form-data; boundary=x'
          : 'application/json';
      socket.write(
        `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${studio.port}\r\nAuthorization: Bearer ${studio.token}\r\n` +
          `Content-Type: ${type}\r\nContent-Length: ${bytes}\r\n\r\n`,
      );
    });
  }
});

test('an operation refuses with no status that its document does not name', async () => {
  const missing = operations.flatMap((operation) => {
    const { document, ask, limit } = operation;
    const wrong = ask.includes('/sdapi/') ? '422' : '400';
    const needed = [
      ...(isOpen(operation) ? [] : ['401']),
      '403',
      ...(limit === 'none' ? [] : ['429']),
      ...(document.requestBody === undefined ? [] : ['413', wrong]),
    ];
    return needed.filter((status) => document.responses[status] === undefined).map((status) => `${ask} ${status}`);
  });
  expect(missing).toEqual([]);
});
