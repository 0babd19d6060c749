// Looking closely: zoom, neighbours, and every part of a recipe taken over.

import type { Page } from '@playwright/test';
import { card, expect, finishedJob, test } from './studio.ts';

const prompt = 'a lighthouse at dusk';

async function openFirst(page: Page): Promise<void> {
  await card(page, prompt)
    .getByRole('button', { name: /^Picture 1 of/ })
    .click();
  await expect(picture(page)).toBeVisible();
}

const picture = (page: Page) => page.getByRole('img', { name: `Picture: ${prompt}` });
const widthOf = async (page: Page) => Math.round((await picture(page).boundingBox())?.width ?? 0);

test.beforeEach(async ({ page, studio }) => {
  finishedJob(studio, prompt);
  await page.goto(studio.url);
  await openFirst(page);
});

test('arrows go to the neighbours, Escape back to the tile', async ({ page }) => {
  await expect(page.getByText('1 of 4')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('2 of 4')).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByText('1 of 4')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(card(page, prompt).getByRole('button', { name: /^Picture 1 of/ })).toBeFocused();
});

test('it fits, shows full size, zooms by wheel and moves by dragging', async ({ page }) => {
  const fitted = await widthOf(page);
  await page.keyboard.press('1');
  await expect.poll(() => widthOf(page)).toBe(512);
  await page.keyboard.press('0');
  await expect.poll(() => widthOf(page)).toBe(fitted);
  const box = await picture(page).boundingBox();
  if (box === null) throw new Error('the picture has no box');
  await page.mouse.move(box.x + box.width / 4, box.y + box.height / 4);
  await page.mouse.wheel(0, -600);
  await expect.poll(() => widthOf(page)).toBeGreaterThan(fitted * 1.5);
  const before = await picture(page).boundingBox();
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 4 - 60, box.y + box.height / 4 - 40, { steps: 4 });
  await page.mouse.up();
  const after = await picture(page).boundingBox();
  expect(Math.round((after?.x ?? 0) - (before?.x ?? 0))).toBe(-60);
  expect(Math.round((after?.y ?? 0) - (before?.y ?? 0))).toBe(-40);
});

test('each part of the recipe can be taken over', async ({ page }) => {
  await page.getByRole('button', { name: 'Use this: Seed' }).click();
  await expect(page.getByText('Seed taken over')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('1000');
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('');
});

test('all of it at once leads back to the form', async ({ page }) => {
  await page.getByRole('button', { name: 'Use all settings' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue(prompt);
  await expect(page.getByLabel('Prompt', { exact: true })).toBeFocused();
});

test('a variation leads to what it was made from', async ({ page, studio }) => {
  await page.getByRole('button', { name: 'Vary, subtly' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('article')).toHaveCount(2);
  studio.jobs.finishAll();
  await page
    .getByRole('article')
    .first()
    .getByRole('button', { name: /^Picture 2 of/ })
    .click();
  await page.getByRole('button', { name: 'Made from this picture' }).click();
  await expect(page.getByRole('button', { name: 'Made from this picture' })).toHaveCount(0);
  await expect(picture(page)).toBeVisible();
});

test('a browser has no file manager and no clipboard of the studio', async ({ page }) => {
  await page.getByRole('button', { name: 'More for this picture' }).click();
  await expect(page.getByRole('menuitem', { name: 'More like this' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Show in folder' })).toHaveCount(0);
  await expect(page.getByRole('menuitem', { name: 'Copy picture' })).toHaveCount(0);
});

test('the focus cannot leave it', async ({ page }) => {
  for (let tab = 0; tab < 40; tab += 1) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement !== document.body && activeElement?.closest('dialog') === null;
    });
    expect(outside).toBe(false);
  }
});
