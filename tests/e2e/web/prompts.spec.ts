// Writing a prompt: weights, past prompts, wildcards, tokens, and steps of the form.

import type { Page } from '@playwright/test';
import { card, expect, expectAccessible, finishedJob, test } from './studio.ts';

function prompt(page: Page) {
  return page.getByLabel('Prompt', { exact: true });
}

test('Ctrl with the arrows makes the word under the cursor count more, and the browser can undo it', async ({
  page,
  studio,
}) => {
  await page.goto(studio.url);
  await prompt(page).fill('a red fox');
  await page.keyboard.press('Control+ArrowUp');
  await expect(prompt(page)).toHaveValue('a red (fox:1.1)');
  await page.keyboard.press('Control+ArrowUp');
  await expect(prompt(page)).toHaveValue('a red (fox:1.2)');
  await page.keyboard.press('Control+ArrowDown');
  await page.keyboard.press('Control+ArrowDown');
  await expect(prompt(page)).toHaveValue('a red fox');
  await page.keyboard.press('Control+ArrowDown');
  await expect(prompt(page)).toHaveValue('a red (fox:0.9)');
  await page.keyboard.press('Control+z');
  await expect(prompt(page)).not.toHaveValue('a red (fox:0.9)');
});

test('Alt with the arrows walks through past prompts, and back to what was being written', async ({ page, studio }) => {
  finishedJob(studio, 'a lighthouse at dusk', 5);
  finishedJob(studio, 'a boat', 3);
  await page.goto(studio.url);
  await expect.poll(() => studio.asked.some(({ name }) => name === 'prompt.history')).toBe(true);
  await expect(card(page, 'a boat')).toBeVisible();
  await prompt(page).fill('half writ');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(prompt(page)).toHaveValue('a boat');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(prompt(page)).toHaveValue('a lighthouse at dusk');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(prompt(page)).toHaveValue('a lighthouse at dusk');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(prompt(page)).toHaveValue('a boat');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(prompt(page)).toHaveValue('half writ');
});

test('a past prompt is found by its words and taken up', async ({ page, studio }) => {
  finishedJob(studio, 'a lighthouse at dusk', 5);
  finishedJob(studio, 'a boat', 3);
  await page.goto(studio.url);
  await page.getByRole('button', { name: 'Past prompts' }).click();
  const dialog = page.getByRole('dialog', { name: 'Past prompts' });
  await expect(dialog.getByRole('button', { name: 'a boat' })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('searchbox').fill('light');
  await expect(dialog.getByRole('button', { name: 'a boat' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'a lighthouse at dusk' }).click();
  await expect(prompt(page)).toHaveValue('a lighthouse at dusk');
});

test('a wildcard is completed while it is typed, and what it comes to is shown', async ({ page, studio }) => {
  await page.goto(studio.url);
  await prompt(page).pressSequentially('a __c');
  const list = page.getByRole('listbox', { name: 'Wildcards' });
  await expect(list.getByRole('option')).toHaveText(['colours', 'animals/cats']);
  await expectAccessible(page);
  await page.keyboard.press('ArrowDown');
  await expect(list.getByRole('option', { selected: true })).toHaveText('animals/cats');
  await page.keyboard.press('ArrowUp');
  await expect(list.getByRole('option', { selected: true })).toHaveText('colours');
  await page.keyboard.press('Enter');
  await expect(prompt(page)).toHaveValue('a __colours__');
  await expect(list).toHaveCount(0);
  await expect(page.getByRole('list', { name: 'Examples of what it comes to' }).getByRole('listitem')).toHaveText([
    /^a (?:red|green|blue)$/,
    /^a (?:red|green|blue)$/,
    /^a (?:red|green|blue)$/,
  ]);
});

test('a bracket that is never closed is told with its place', async ({ page, studio }) => {
  await page.goto(studio.url);
  await prompt(page).fill('a {red|green fox');
  await expect(page.getByRole('status').filter({ hasText: 'At character 3' })).toBeVisible();
});

test('tokens are counted while one writes, by the piece', async ({ page, studio }) => {
  await page.goto(studio.url);
  await prompt(page).fill('a red fox');
  await expect(page.getByText('3 of 75 tokens')).toBeVisible();
  await prompt(page).fill('fox '.repeat(80));
  await expect(page.getByText('80 tokens, read in 2 pieces of 75')).toBeVisible();
});

test('what it would take is said before it is begun, and follows the size', async ({ page, studio }) => {
  await page.goto(studio.url);
  const line = page.getByRole('group', { name: 'What it would take' });
  await expect(line).toContainText('about 24 sec');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByRole('radio', { name: '1', exact: true }).click();
  await expect(line).not.toContainText('about 24 sec');
  await expect(line).toContainText('of memory');
});

test('the form outlives the page, and what the page remembers', async ({ page, studio }) => {
  await page.goto(studio.url);
  await prompt(page).fill('a boat on the');
  await expect.poll(() => studio.asked.some(({ name }) => name === 'drafts.write')).toBe(true);
  await page.evaluate(() => localStorage.clear());
  await page.goto('about:blank');
  await page.goto(studio.url);
  await expect(prompt(page)).toHaveValue('a boat on the');
});

test('choices are taken back and made again by keys and by buttons', async ({ page, studio }) => {
  await page.goto(studio.url);
  await prompt(page).fill('a boat');
  await page.getByRole('radio', { name: /^16:9/ }).click();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('radio', { name: /^1:1/ })).toBeChecked();
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByRole('radio', { name: /^16:9/ })).toBeChecked();
  await page.getByRole('button', { name: 'Take back the last change' }).click();
  await page.getByRole('button', { name: 'Take back the last change' }).click();
  await expect(prompt(page)).toHaveValue('');
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(prompt(page)).toHaveValue('a boat');
});
