// In a real window: what stands in the form is there again after the app was killed while somebody wrote.

import { expect, type Page, test } from '@playwright/test';
import { launchApp, makeHome, removeHome } from './launch-app.ts';
import { kill } from './processes.ts';

interface PageWindow {
  readonly tessera: { call(name: string, input: unknown): Promise<unknown> };
}

let home: string;
test.beforeEach(() => {
  home = makeHome();
});
test.afterEach(() => removeHome(home));

async function keptText(page: Page): Promise<string> {
  return JSON.stringify(await page.evaluate(() => (window as unknown as PageWindow).tessera.call('drafts.read', {})));
}

test('a half-written form is there after the app was killed', async () => {
  const first = await launchApp({ home });
  await first.page.getByLabel('Prompt', { exact: true }).fill('a boat on the');
  await first.page.getByRole('radio', { name: /^16:9/ }).click();
  await expect.poll(() => keptText(first.page)).toContain('16:9');
  // What the page itself remembers may reach the disk in time or not; here it must do without.
  await first.page.evaluate(() => localStorage.clear());
  const ended = new Promise((closed) => first.app.process().once('exit', closed));
  kill(first.app.process().pid ?? 0);
  await ended;

  const { app, page } = await launchApp({ home });
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('a boat on the');
  await expect(page.getByRole('radio', { name: /^16:9/ })).toBeChecked();
  await app.close();
});
