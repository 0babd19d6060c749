// The catalogue: a model is downloaded, paused, resumed, given up, and stands among the installed ones in the end.

import type { Page } from '@playwright/test';
import { judgeInEveryLook } from './every-look.ts';
import { expect, test } from './studio.ts';

const row = (page: Page) =>
  page.getByRole('region', { name: 'More models' }).getByRole('listitem').filter({ hasText: 'SDXL Lightning' });

test('says what is known before anything is fetched, and asks nobody by itself', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/models`);
  await expect(row(page)).toContainText('CreativeML Open RAIL++-M');
  await expect(row(page)).toContainText('about 6.5 GB');
  await expect(row(page)).toContainText('Not tried by us');
  expect(studio.asked.some(({ name }) => name === 'downloads.start')).toBe(false);
});

test('a download is begun, paused and resumed, and then the model is here', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/models`);
  await page.getByRole('button', { name: 'Download SDXL Lightning' }).click();
  await expect(row(page)).toContainText('Downloading · 40% · 2.6 GB of 6.5 GB');
  await page.getByRole('button', { name: 'Pause SDXL Lightning' }).click();
  await expect(row(page)).toContainText('Paused');
  await page.getByRole('button', { name: 'Go on with SDXL Lightning' }).click();
  await expect(row(page)).toContainText('Downloading');
  studio.downloads.end('installed');
  await expect(row(page)).toContainText('Installed');
  await expect(row(page).getByRole('button')).toHaveCount(0);
});

test('a download that stopped says why, and can be given up', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/models`);
  await page.getByRole('button', { name: 'Download SDXL Lightning' }).click();
  await expect(row(page)).toContainText('Downloading');
  studio.downloads.end('failed');
  await expect(row(page).getByRole('alert')).toContainText('The download stopped');
  await page.getByRole('button', { name: 'Give up SDXL Lightning' }).click();
  await expect(row(page).getByRole('progressbar')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Download SDXL Lightning' })).toBeVisible();
});

test('a model that was removed from the list comes back by undo', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/models`);
  const models = page.getByRole('list', { name: 'Models' }).getByRole('listitem');
  const removal = models.getByRole('button', { name: 'Remove' }).first();
  await removal.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => studio.asked.filter(({ name }) => name === 'models.add').length).toBe(1);
});

judgeInEveryLook({
  'catalogue-failed': async (page, studio) => {
    await page.goto(`${studio.url}#/models`);
    const more = page.getByRole('region').filter({ hasText: 'somebody/sdxl-lightning' });
    await more.getByRole('button').first().click();
    await expect(more.getByRole('progressbar')).toBeVisible();
    studio.downloads.end('failed');
    await expect(more.getByRole('alert')).toBeVisible();
    await more.scrollIntoViewIfNeeded();
  },
});
