// Who may use the dialects and how often: tokens, scopes and limits, and refusals in each dialect's own words.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ask } from '../ask-over-http.ts';
import { type LoopbackStudio, openLoopbackStudio } from '../loopback-studio.ts';

let studio: LoopbackStudio;
beforeAll(async () => {
  studio = await openLoopbackStudio({ start: false });
});
afterAll(() => studio.close());

const reading = [
  '/generations/x',
  '/api/generate/status/x',
  '/api/images/status/x',
  '/api/stats',
  '/v1/models',
  '/sdapi/v1/samplers',
];
const drawing = [
  '/generations',
  '/api/generate/single',
  '/api/images/generate',
  '/v1/images/generations',
  '/sdapi/v1/txt2img',
];

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe.each(reading)('GET %s', (path) => {
  test.each([
    ['none', () => Promise.resolve(null)],
    ['malformed', () => Promise.resolve('abc')],
    ['of another key', async () => `${(await studio.mint(['read'])).slice(0, -4)}AAAA`],
    ['unsigned', () => Promise.resolve(`${encoded({ alg: 'none' })}.${encoded({ sub: 'x', exp: 9e9 })}.`)],
    [
      'revoked',
      async () => {
        const { token, info } = await studio.core.tokens.create({
          name: 'gone',
          expiresInSeconds: 60,
          scopes: ['read'],
        });
        studio.core.tokens.revoke(info.jti);
        return token;
      },
    ],
  ])('with a token that is %s gets 401', async (_name, make) => {
    const token = await make();
    const answer = await studio.ask({ path, token });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="tessera"');
    if (token !== null) expect(answer.text).not.toContain(token);
    expect(answer.text).not.toMatch(/\s+at /);
  });
});

describe.each(drawing)('POST %s', (path) => {
  test('needs a token that may write', async () => {
    const answer = await studio.ask({ method: 'POST', path, body: {}, token: await studio.mint(['read']) });
    expect(answer.status).toBe(403);
  });

  test('shares the thirty requests a minute with the other ways to draw', async () => {
    const token = await studio.mint(['read', 'write']);
    const others = drawing.filter((other) => other !== path);
    const ask = async (asked: Ask) => (await studio.ask({ ...asked, method: 'POST', token, body: {} })).status;
    for (let place = 0; place < 30; place += 1) {
      expect([400, 422]).toContain(await ask({ path: others[place % others.length] ?? path }));
    }
    const answer = await studio.ask({ method: 'POST', path, token, body: {} });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.headers['ratelimit-limit']).toBe('30');
  });
});

test('the limits can be set', async () => {
  await studio.call('settings.set', { apiLimits: { generation: 2 } });
  const second = await studio.reopen();
  const token = await second.mint(['read', 'write']);
  const ask = async () => (await second.ask({ method: 'POST', path: '/generations', token, body: {} })).status;
  expect([await ask(), await ask(), await ask()]).toEqual([400, 400, 429]);
  await second.close();
  studio = await openLoopbackStudio({ start: false });
});
