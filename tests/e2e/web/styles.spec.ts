// Styles: several at once, one's own, and those of other tools.

import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { card, expect, expectAccessible, test } from './studio.ts';

async function openStyles(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(?:Choose a style|Styles: )/ }).click();
  await expect(page.getByRole('dialog', { name: 'Styles' })).toBeVisible();
}

test('several styles are put around a prompt, in the order they were chosen', async ({ page, studio }) => {
  await page.goto(studio.url);
  await page.getByLabel('Prompt', { exact: true }).fill('a boat');
  await openStyles(page);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Glossy' }).click();
  await dialog.getByRole('button', { name: 'Flat' }).click();
  await expect(dialog.getByRole('button', { name: 'Flat' })).toHaveAttribute('aria-pressed', 'true');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('button', { name: 'Styles: Glossy, Flat' })).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(card(page, 'a boat')).toBeVisible();
  expect(studio.asked.findLast(({ name }) => name === 'generation.submit')?.input).toMatchObject({
    request: { recipe: { style: 'glossy', moreStyles: ['flat'] } },
  });
});

test('a style is made of the words in the form, edited, deleted and brought back', async ({ page, studio }) => {
  await page.goto(studio.url);
  await page.getByLabel('Prompt', { exact: true }).fill('pen and ink');
  await openStyles(page);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'New from the prompt' }).click();
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await expect(dialog.getByLabel('Prompt', { exact: true })).toHaveValue('pen and ink');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription('Give it a name.');
  await dialog.getByLabel('Name').fill('Ink');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Ink', exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Edit Ink' }).click();
  await dialog.getByLabel('Name').fill('Fine ink');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('button', { name: 'Delete Fine ink' }).click();
  await expect(dialog.getByRole('button', { name: 'Fine ink', exact: true })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await openStyles(page);
  await expect(dialog.getByRole('button', { name: 'Fine ink', exact: true })).toBeVisible();
});

test('styles are read from a styles.csv and written to one', async ({ page, studio }) => {
  await page.goto(studio.url);
  await openStyles(page);
  const csv = '\uFEFFname,prompt,negative_prompt\r\nInk,"{prompt}, ink",colour\r\n';
  await page
    .getByLabel('A styles.csv to read')
    .setInputFiles({ name: 'styles.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Ink', exact: true })).toBeVisible();
  const written = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Write your styles as a styles.csv' }).click();
  expect(readFileSync(await (await written).path(), 'utf8')).toBe(csv);
});

test('a style is found by its name, and none is said when there is none', async ({ page, studio }) => {
  await page.goto(studio.url);
  await openStyles(page);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox', { name: 'Find a style' }).fill('glo');
  await expect(dialog.getByRole('button', { name: 'Glossy' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Flat' })).toHaveCount(0);
  await dialog.getByRole('searchbox', { name: 'Find a style' }).fill('nothing of the kind');
  await expect(dialog.getByText('No style is called that.')).toBeVisible();
});
