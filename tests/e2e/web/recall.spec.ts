// A picture dropped on the window fills the form with the settings it was made with.

import { comfyUiPictures } from '../../fixtures/recall/comfyui-pictures.ts';
import { infotextPictures } from '../../fixtures/recall/infotext-pictures.ts';
import { pngWithTexts } from '../../fixtures/recall/written-pictures.ts';
import { expect, expectAccessible, test } from './studio.ts';
import type { Page } from '@playwright/test';

async function drop(page: Page, bytes: Buffer): Promise<void> {
  const files = await page.evaluateHandle((encoded) => {
    const dropped = new DataTransfer();
    const content = Uint8Array.from(atob(encoded), (letter) => letter.codePointAt(0) ?? 0);
    dropped.items.add(new File([content], 'picture.png', { type: 'image/png' }));
    return dropped;
  }, bytes.toString('base64'));
  await page.locator('main').dispatchEvent('drop', { dataTransfer: files });
}

async function bytesOf(fixtures: readonly { file: () => Promise<Buffer> }[]): Promise<Buffer> {
  const file = await fixtures[0]?.file();
  if (file === undefined) throw new Error('there is a fixture');
  return file;
}

test('shows what another tool wrote, and takes all of it over', async ({ page, studio }, info) => {
  await page.goto(`${studio.url}#/library`);
  await drop(page, await bytesOf(infotextPictures));
  const sheet = page.getByRole('dialog', { name: 'Recalled from A1111' });
  await expect(sheet.getByText('a lighthouse at dusk, (storm:1.2)')).toBeVisible();
  await expect(sheet.getByText('This model is not installed')).toBeVisible();
  await expectAccessible(page);
  await info.attach('recall', { body: await page.screenshot(), contentType: 'image/png' });
  await sheet.getByRole('button', { name: 'Use all settings' }).click();

  await expect(page).toHaveURL(/#\/create$/);
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue(
    'a lighthouse at dusk, (storm:1.2)',
  );
  await expect(sheet).toBeHidden();
});

test('takes over one part, and warns of what cannot be used', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/create`);
  await drop(page, await bytesOf(comfyUiPictures));
  const sheet = page.getByRole('dialog', { name: 'Recalled from ComfyUI' });
  await expect(sheet.getByText('The seed is larger than')).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Use this: Seed' })).toBeHidden();
  await sheet.getByRole('button', { name: 'Use this: Prompt' }).click();
  await page.keyboard.press('Escape');

  await expect(sheet).toBeHidden();
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue('a harbour, ropes');
});

test('is reached by keyboard, and says so where there is nothing', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/create`);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Recall the settings of a picture' }).focus();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ name: 'plain.png', mimeType: 'image/png', buffer: await pngWithTexts({}) });

  await expect(page.getByText('This picture does not say how it was made')).toBeVisible();
  await expectAccessible(page);
});

for (const theme of ['dark', 'light'] as const) {
  test.describe(`in French, ${theme}`, () => {
    test.use({ locale: 'fr-FR', colorScheme: theme });
    test('is complete', async ({ page, studio }, info) => {
      await page.goto(`${studio.url}#/create`);
      await drop(page, await bytesOf(comfyUiPictures));
      await expect(page.getByRole('dialog', { name: 'Retrouvé depuis ComfyUI' })).toBeVisible();
      await expectAccessible(page);
      await info.attach(`recall-fr-${theme}`, { body: await page.screenshot(), contentType: 'image/png' });
    });
  });
}
