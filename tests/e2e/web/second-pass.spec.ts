// The second pass in the drawer: what it ends at, what of it reaches the studio, and when it is not to be had.

import type { Page } from '@playwright/test';
import { judgeInEveryLook } from './every-look.ts';
import { sentRecipe } from './sent-recipe.ts';
import { expect, expectAccessible, test } from './studio.ts';

/** Of the model that can start from pictures; by their place, because words change with the language. */
const model = (page: Page) => page.locator('select:has(option[value="watercolour"])');
const secondPass = (page: Page) => page.locator('select:has(option[value="1.5"])');

async function inDrawer(page: Page): Promise<void> {
  await model(page).selectOption('watercolour');
  await page.locator('button[aria-controls="advanced"]').click();
}

test.beforeEach(({ studio }) => studio.mendModels());

test('a second pass is chosen with its strength, and drawn with both', async ({ page, studio }) => {
  await page.goto(studio.url);
  await inDrawer(page);
  await page.getByLabel('Prompt', { exact: true }).fill('a harbour');
  await page.getByLabel('Width').fill('512');
  await page.getByLabel('Height').fill('512');
  await page.getByLabel('Second pass', { exact: true }).selectOption({ label: '1.5 × larger' });
  await expect(page.getByText('Ends at 768 × 768 pixels')).toBeVisible();
  await page.getByRole('textbox', { name: 'Change in the second pass' }).fill('0.4');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create' }).click();
  await expect.poll(() => studio.asked.some(({ name }) => name === 'generation.submit')).toBe(true);
  expect(sentRecipe(studio).hires).toEqual({ scale: 1.5, denoise: 0.4 });
});

test('a model that starts from no pictures offers none, and is asked for none', async ({ page, studio }) => {
  await page.goto(studio.url);
  await inDrawer(page);
  await page.getByLabel('Second pass', { exact: true }).selectOption('2');
  await model(page).selectOption('stickers');
  await expect(page.getByLabel('Second pass', { exact: true })).toHaveCount(0);
  await page.getByLabel('Prompt', { exact: true }).fill('a harbour');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect.poll(() => studio.asked.some(({ name }) => name === 'generation.submit')).toBe(true);
  expect(sentRecipe(studio).hires).toBeUndefined();
});

judgeInEveryLook({
  'a second pass in the drawer': async (page, studio) => {
    await page.goto(studio.url);
    await inDrawer(page);
    await secondPass(page).selectOption('1.5');
    await expect(page.getByText('768 × 768')).toBeVisible();
  },
});
