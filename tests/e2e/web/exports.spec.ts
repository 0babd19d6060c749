// Pictures out of the library, in a browser: the dialog, the way to a download, a stop, and what could not be written.

import type { Page } from '@playwright/test';
import type { FakeStudio } from '../../fakes/fake-studio.ts';
import { judgeInEveryLook } from './every-look.ts';
import { expect, expectAccessible, finishedJob, test } from './studio.ts';

async function openDialog(page: Page, studio: FakeStudio): Promise<void> {
  finishedJob(studio, 'a lighthouse at dusk', 3);
  await page.goto(`${studio.url}#/library`);
  await page.getByRole('button', { name: /^(?:More for|Plus pour)/ }).click();
  await page.getByRole('menuitem', { name: /Export…|Exporter…/ }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
}

test('a search leaves as a download, as the form says', async ({ page, studio }) => {
  await openDialog(page, studio);
  await page.getByRole('radio', { name: 'WebP' }).click();
  await page.getByRole('textbox', { name: 'Quality' }).fill('80');
  await page.getByRole('radio', { name: 'Nothing' }).click();
  await page.getByRole('textbox', { name: 'Longest side in pixels' }).fill('1024');
  const downloaded = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('status').getByText('4 of 4 exported')).toBeVisible();
  expect((await downloaded).suggestedFilename()).toBe('tessera-20261121-101500000.zip');
  expect(studio.asked.find(({ name }) => name === 'exports.start')?.input).toMatchObject({
    selection: { kind: 'search', search: '' },
    style: { format: 'webp', quality: 80, longestSide: 1024, metadata: 'none', aiMark: false },
  });
  await expectAccessible(page);
});

test('wrong numbers and unknown parts of a name are told at their fields', async ({ page, studio }) => {
  await openDialog(page, studio);
  await page.getByRole('textbox', { name: 'Longest side in pixels' }).fill('3');
  await page.getByRole('textbox', { name: 'File names' }).fill('{sneed}');
  await expect(page.getByText('A whole number from 16 to 16384.')).toBeVisible();
  await expect(page.getByText('sneed in braces is not part of a name.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Download' })).toBeDisabled();
});

test('an export can be stopped, and says what it could not write', async ({ page, studio }) => {
  await openDialog(page, studio);
  await page.getByRole('textbox', { name: 'File names' }).fill('hold fail');
  await page.getByRole('button', { name: 'Download' }).click();
  await expect(page.getByText('One picture could not be exported')).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped: 1 of 4 exported')).toBeVisible();
  await page.getByText('One picture could not be exported').click();
  await expect(page.getByText('a broken picture')).toBeVisible();
  await page.getByRole('button', { name: 'Close the report' }).click();
  await expect(page.getByRole('region', { name: 'Export' })).toBeHidden();
});

judgeInEveryLook({
  'export-dialog': async (page, studio) => {
    await openDialog(page, studio);
    await page.getByRole('radio', { name: 'JPEG' }).click();
    await expect(page.getByRole('slider')).toBeVisible();
  },
  'export-progress': async (page, studio) => {
    await openDialog(page, studio);
    await page.locator('dialog input[type=text]').last().fill('hold fail');
    await page.getByRole('button', { name: /Download|Télécharger/ }).click();
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(page.locator('details')).toBeVisible();
  },
});
