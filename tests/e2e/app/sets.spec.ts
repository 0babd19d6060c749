// In a real window with the model that ships: a set is switched off, and no picture is made of its drawings any more.

import { expect, type Page, test } from '@playwright/test';
import { type Launched, launchApp, makeHome, removeHome } from './launch-app.ts';

let home: string;
let launched: Launched;

test.beforeEach(async () => {
  home = makeHome();
  launched = await launchApp({ home });
});
test.afterEach(async () => {
  await launched.app.close();
  removeHome(home);
});

const sources = (page: Page) => page.getByRole('region', { name: 'Drawn from' });

/** Draws a guitar and looks at the first of its pictures. */
async function drawAndLook(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Create' }).click();
  await page.getByLabel('Prompt', { exact: true }).fill('a guitar');
  await page.keyboard.press('Control+Enter');
  const first = page.getByRole('article').first().getByRole('button', { name: 'Picture 1 of: a guitar' });
  await expect(first).toBeVisible({ timeout: 60_000 });
  await first.click();
  await expect(sources(page)).toContainText('guitar');
}

test('a set that is switched off is behind no new picture', async () => {
  const info = test.info();
  const { page } = launched;
  await drawAndLook(page);
  await info.attach('drawn-from', { body: await page.screenshot(), contentType: 'image/png' });
  const before = await sources(page).innerText();
  const titles = ['Fluent Emoji Flat', 'Emoji One 2', 'Noto Emoji 1', 'Twemoji'].filter((title) =>
    before.includes(`${title} · `),
  );
  expect(titles.length).toBeGreaterThan(0);
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Models' }).click();
  await expect(page.getByText('by recombining 8,072 open drawings')).toBeVisible();
  await page.getByRole('button', { name: 'Choose sets' }).click();
  for (const title of titles) await page.getByRole('switch', { name: title, exact: true }).click();
  await expect(page.getByText(`Draws from ${6 - titles.length} of 6 sets`)).toBeVisible();
  await info.attach('sets', { body: await page.screenshot(), contentType: 'image/png' });

  await drawAndLook(page);
  const after = await sources(page).innerText();
  expect(titles.filter((title) => after.includes(`${title} · `))).toEqual([]);
  await info.attach('drawn-without', { body: await page.screenshot(), contentType: 'image/png' });
});
