// How often each operation may be asked: counted, announced, refused, and by which numbers.

import { expect, test } from 'vitest';
import type { Answer } from '../ask-over-http.ts';
import { all, each, isOpen, operationsOf, statusOf, withBody } from './operations.ts';
import { serveStudio, wideLimits } from './serve-studio.ts';

test('rates are counted for every operation, announced, and say when to go on', { timeout: 60_000 }, async () => {
  const limited = await serveStudio({
    limits: Object.fromEntries(Object.keys(wideLimits).map((group) => [group, 2])),
  });
  // The page of the person at this machine may mint as many as it likes.
  const session = await limited.ask({ method: 'POST', path: '/session', body: {} });
  const cookie = session.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const mint = async () => {
    const body = { name: 'test', expiresInSeconds: 600, scopes: ['read', 'write', 'admin'] };
    const asked = { method: 'POST', path: '/call/tokens.create', token: null, headers: { cookie }, body };
    return ((await limited.ask(asked)).json() as { value: { token: string } }).value.token;
  };
  const operations = await operationsOf(limited);
  const asked = operations.filter((operation) => operation.limit !== 'none' && !isOpen(operation));
  expect(asked.length).toBeGreaterThan(60);
  const found = await each(asked, async (operation) => {
    const token = await mint();
    const answers: Answer[] = [];
    for (let time = 0; time < 3; time += 1) {
      answers.push(await limited.ask({ ...operation, ...withBody(operation), token }));
    }
    return answers.map(({ status, headers }) => {
      const said = `${headers['ratelimit-limit']}/${headers['ratelimit-remaining']}`;
      const waits = Number(headers['retry-after']) > 0 && headers['retry-after'] === headers['ratelimit-reset'];
      return status === 429 ? `429 ${said}${waits ? ' wait' : ''}` : said;
    });
  });
  expect(found).toEqual(all(asked, ['2/1', '2/0', '429 2/0 wait']));
  const open = operations.filter(isOpen);
  for (let time = 0; time < 2; time += 1) await limited.ask({ path: '/health', token: null });
  const openly = await each(open, (operation) => statusOf(limited.ask({ ...operation, ...withBody(operation) })));
  expect(openly).toEqual(all(open, '429'));
  await limited.close();
});

test('rates are the ones of the contracts unless they are set', async () => {
  const usual = await serveStudio();
  const operations = await operationsOf(usual);
  const groups = { sequences: 10, audio: 5, llm: 30, projects: 60, shots: 100, generation: 30 };
  const asked = Object.keys(groups).map((group) => operations.find(({ limit }) => limit === group)?.ask);
  const found = await each(
    operations.filter(({ ask }) => asked.includes(ask)),
    async (operation) => (await usual.ask({ ...operation, ...withBody(operation) })).headers['ratelimit-limit'],
  );
  await usual.close();
  const expected = Object.values(groups).map((most, place) => [asked[place], String(most)]);
  expect(found).toEqual(Object.fromEntries(expected));
});
