// The switch in Settings over a real core and a real server: nothing listens until it is on, and nothing after.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi } from '../../main/api/server.ts';
import { keepLocalApi } from '../../main/shell/local-api.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;
beforeAll(async () => {
  studio = await openLoopbackStudio({ start: false });
});
afterAll(() => studio.close());

const status = () => studio.call('localApi.status', {});

test('is closed until a person switches it on, and closed again when it is switched off', async () => {
  const opened: number[] = [];
  const kept = keepLocalApi({
    core: studio.core,
    async open(port) {
      opened.push(port);
      return startApi({ core: studio.core, port, ui: null, version: '0.0.0-test', log: () => {} });
    },
    log: () => {},
  });
  await studio.call('settings.set', { theme: 'dark' });
  expect([await status(), opened]).toEqual([{ url: null, problem: null }, []]);

  await studio.call('settings.set', { localApi: true });
  await expect.poll(async () => (await status()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const url = (await status()).url ?? '';
  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect((await fetch(`${url}/api/stats`)).status).toBe(401);
  // Any free port, so that nobody can guess it.
  expect(opened).toEqual([0]);

  await studio.call('settings.set', { localApi: false });
  await expect.poll(async () => (await status()).url).toBeNull();
  await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed');

  await studio.call('settings.set', { localApi: true, localApiPort: studio.api.port });
  await expect.poll(async () => (await status()).problem).toContain(String(studio.api.port));
  await kept.close();
});
