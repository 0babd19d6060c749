// The switch of the local API in a real window: closed at first, open when asked for, closed again.

import { expect, type Page, test } from '@playwright/test';
import { launchApp, makeHome, removeHome } from './launch-app.ts';

interface PageWindow {
  readonly tessera: { call(name: string, input: unknown): Promise<{ ok: boolean; value: { url: string | null } }> };
}

const call = (page: Page, name: string, input: unknown) =>
  page.evaluate(([called, given]) => (window as unknown as PageWindow).tessera.call(called, given), [
    name,
    input,
  ] as const);

test('the window opens its door when asked, and closes it', async () => {
  const home = makeHome();
  const { app, page } = await launchApp({ home });
  expect((await call(page, 'localApi.status', {})).value.url).toBeNull();

  await call(page, 'settings.set', { localApi: true });
  await expect
    .poll(async () => (await call(page, 'localApi.status', {})).value.url)
    .toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const { url } = (await call(page, 'localApi.status', {})).value;
  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect((await fetch(`${url}/call/generation.list`, { method: 'POST' })).status).toBe(401);

  await call(page, 'settings.set', { localApi: false });
  await expect.poll(async () => (await call(page, 'localApi.status', {})).value.url).toBeNull();
  await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed');
  await app.close();
  removeHome(home);
});
