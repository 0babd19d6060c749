// In a real window: a job that fails counts down to its next try and completes when the fault is gone; credits are kept.

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { launchApp, makeHome, removeHome } from './launch-app.ts';

interface PageWindow {
  readonly tessera: { call(name: string, input: unknown): Promise<unknown> };
}

const call = (page: Page, name: string, input: unknown) =>
  page.evaluate(([called, given]) => (window as unknown as PageWindow).tessera.call(called, given), [
    name,
    input,
  ] as const);

let home: string;
test.beforeEach(() => {
  home = makeHome();
});
test.afterEach(() => removeHome(home));

test('a job that failed is tried again by itself, also after a restart, and says so meanwhile', async () => {
  const environment = { TESSERA_JOB_RETRY_DELAY_SECONDS: '20' };
  const library = join(home, 'library');
  let { app, page } = await launchApp({ home, environment });
  // Where the library should be stands a file: no picture can be written until it is gone.
  rmSync(library, { recursive: true, force: true });
  writeFileSync(library, '');
  const recipe = { prompt: 'a red apple', model: 'mock', width: 64, height: 64, steps: 1 };
  await call(page, 'generation.submit', { request: { kind: 'generate', recipe } });
  const card = page.getByRole('article', { name: 'a red apple' });
  await expect(card).toContainText(/Tries again in 0:[012]\d · 1 of 3/);
  await expect(card.getByRole('button', { name: 'Stop trying' })).toBeVisible();
  await test.info().attach('retrying-window', { body: await page.screenshot(), contentType: 'image/png' });

  await app.close();
  rmSync(library);
  ({ app, page } = await launchApp({ home, environment }));

  await expect(page.getByRole('button', { name: /^Picture \d of: a red apple$/ })).toHaveCount(4, { timeout: 60_000 });
  await app.close();
});

test('credits are counted, given and told in the settings, and are there after a restart', async () => {
  let { app, page } = await launchApp({ home });
  await page.getByRole('link', { name: 'Settings' }).click();
  let part = page.getByRole('region', { name: 'Credits' });
  await part.getByRole('switch', { name: 'Count credits' }).click();
  await part.getByLabel('user_id').fill('ada');
  await part.getByLabel('Credits', { exact: true }).fill('10');
  await part.getByRole('button', { name: 'Give' }).click();
  await expect(part).toContainText('10 left, 0 set aside');
  await app.close();

  ({ app, page } = await launchApp({ home }));
  await page.getByRole('link', { name: 'Settings' }).click();
  part = page.getByRole('region', { name: 'Credits' });
  await part.getByRole('button', { name: 'Ledger' }).click();

  await expect(part.getByRole('list', { name: 'Ledger of ada' }).getByRole('listitem')).toHaveText([/\+10Given/]);
  await app.close();
});
