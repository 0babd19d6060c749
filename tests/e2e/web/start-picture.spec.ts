// Starting from a picture: how it comes into the form, and what of it reaches the studio.

import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { sentRecipe } from './sent-recipe.ts';
import { card, expect, expectAccessible, finishedJob, test } from './studio.ts';

const photograph = { name: 'photograph.png', mimeType: 'image/png' };

function photo(): Promise<Buffer> {
  return sharp({ create: { width: 640, height: 360, channels: 3, background: '#3060a0' } })
    .png()
    .toBuffer();
}

async function withPhoto(page: Page): Promise<void> {
  await page.getByLabel('A picture to start from').setInputFiles({ ...photograph, buffer: await photo() });
  await expect(page.getByRole('group', { name: 'The picture to start from' })).toBeVisible();
}

/** What a person does by dragging or by the clipboard, brought about where no hand can. */
async function hand(page: Page, how: 'drop' | 'paste'): Promise<void> {
  const bytes = [...(await photo())];
  await page.getByRole('form', { name: 'New picture' }).evaluate(
    (form, { bytes: given, how: kind }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(given)], 'photograph.png', { type: 'image/png' }));
      const shared = { bubbles: true, cancelable: true };
      form.dispatchEvent(
        kind === 'drop'
          ? new DragEvent('drop', { ...shared, dataTransfer: transfer })
          : new ClipboardEvent('paste', { ...shared, clipboardData: transfer }),
      );
    },
    { bytes, how },
  );
}

test.beforeEach(({ studio }) => studio.mendModels());

test('a chosen picture is started from, in its own shape and with the strength that is set', async ({
  page,
  studio,
}) => {
  await page.goto(studio.url);
  await page.getByLabel('Model').selectOption('Watercolour');
  await withPhoto(page);
  await page.getByLabel('Prompt', { exact: true }).fill('a boat');
  await page.getByRole('textbox', { name: 'Change' }).fill('0.4');
  await page.keyboard.press('Control+Enter');
  await expect(card(page, 'a boat')).toBeVisible();
  const { source, width, height } = sentRecipe(studio);
  expect({ width, height, strength: source?.strength }).toEqual({ width: 640, height: 360, strength: 0.4 });
  expect(studio.sources.picture(source?.image ?? '')).toEqual(await photo());
});

for (const how of ['drop', 'paste'] as const) {
  test(`a picture comes into the form by ${how}, and is not asked for its settings`, async ({ page, studio }) => {
    await page.goto(studio.url);
    await hand(page, how);
    await expect(page.getByRole('group', { name: 'The picture to start from' })).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
}

test('a model that cannot start from a picture says so, and one that can is a press away', async ({ page, studio }) => {
  await page.goto(studio.url);
  await withPhoto(page);
  await expect(page.getByRole('alert')).toHaveText('This model cannot start from a picture.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use Watercolour' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the picture is taken away again, and nothing of it is sent', async ({ page, studio }) => {
  await page.goto(studio.url);
  await withPhoto(page);
  await page.getByRole('button', { name: 'Do not start from a picture' }).click();
  await page.getByLabel('Prompt', { exact: true }).fill('a boat');
  await page.keyboard.press('Control+Enter');
  await expect(card(page, 'a boat')).toBeVisible();
  expect(sentRecipe(studio).source).toBeUndefined();
});

test('E on a picture of the grid opens the canvas with its words in the form', async ({ page, studio }) => {
  finishedJob(studio, 'a lighthouse at dusk');
  await page.goto(studio.url);
  await card(page, 'a lighthouse at dusk')
    .getByRole('button', { name: /^Picture 1/ })
    .focus();
  await page.keyboard.press('e');
  await expect(page.getByRole('dialog', { name: 'Canvas' })).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('a lighthouse at dusk');
  await expect(page.getByLabel('Model')).toHaveValue('watercolour');
});

test('from the viewer a picture is drawn around', async ({ page, studio }) => {
  finishedJob(studio, 'a lighthouse at dusk');
  await page.goto(studio.url);
  await card(page, 'a lighthouse at dusk').locator('img').first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Draw around it' }).click();
  await expect(page.getByRole('dialog', { name: 'Canvas' }).getByRole('slider', { name: 'Left' })).toBeVisible();
});
