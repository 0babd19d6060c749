// The whole way by keyboard alone, in the real window: from launch over a prompt and an upscale to a file in a folder.

import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { launchApp, makeHome, removeHome } from './launch-app.ts';

const mostSteps = 120;

/** Goes on from control to control, as someone without a mouse does. */
async function walkTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < mostSteps; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${String(target)} was not reached in ${mostSteps} steps`);
}

test('from launch to an exported upscale', async () => {
  const home = makeHome();
  const folder = join(home, 'exported');
  mkdirSync(folder);
  const { app, page } = await launchApp({ home });
  // The system's own dialog has its own keys; it is answered here.
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);

  const prompt = page.getByLabel('Prompt', { exact: true });
  await expect(prompt).toBeFocused();
  await page.keyboard.type('a red apple');
  await page.keyboard.press('ControlOrMeta+Enter');
  const grid = page.getByRole('article').last();
  await expect(grid.locator('img[src^="/image/"]')).toHaveCount(4, { timeout: 60_000 });

  await walkTo(page, grid.getByRole('button', { name: /^Picture 1 of/ }));
  await page.keyboard.press('1');
  await expect(page.getByRole('article')).toHaveCount(2);
  const larger = page.getByRole('article').first();
  await expect(larger).toContainText('This picture, 2 times as large');
  await expect(larger.locator('img[src^="/image/"]').last()).toBeVisible({ timeout: 60_000 });

  await walkTo(page, larger.getByRole('button', { name: /^Picture 1 of/ }));
  await page.keyboard.press('Enter');
  await walkTo(page, page.getByRole('dialog').getByRole('button', { name: 'Export…' }));
  await page.keyboard.press('Enter');
  await walkTo(page, page.getByRole('dialog').getByRole('button', { name: 'Choose a folder…' }));
  await page.keyboard.press('Enter');

  await expect.poll(() => readdirSync(folder), { timeout: 30_000 }).toHaveLength(1);
  await expect(page.getByText('1 of 1 exported').first()).toBeAttached();
  const [name = ''] = readdirSync(folder);
  expect(await sharp(join(folder, name)).metadata()).toMatchObject({ format: 'png', width: 512, height: 512 });
  await app.close();
  removeHome(home);
});
