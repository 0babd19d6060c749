// The board in a browser: shots walked, moved, edited, thrown away and brought back by keyboard; a sequence stopped.

import type { Page } from '@playwright/test';
import type { FakeStudio } from '../../fakes/fake-studio.ts';
import { expect, test } from './studio.ts';

async function openBoard(page: Page, studio: FakeStudio, prompt = 'a fox', shotCount = 3): Promise<void> {
  await page.goto(`${studio.url}#/storyboards`);
  await page.getByLabel('Name of the project').fill('A film');
  await page.keyboard.press('Enter');
  await page.getByLabel('What happens').fill(prompt);
  await page.getByLabel('Shots', { exact: true }).selectOption(String(shotCount));
  await page.getByRole('button', { name: 'Make shots' }).click();
  await expect(shots(page)).toHaveCount(shotCount);
}

const shots = (page: Page) => page.getByRole('list', { name: 'Shots in order' }).getByRole('article');
const order = (page: Page) =>
  shots(page).evaluateAll((cards) => cards.map((card) => (card.getAttribute('aria-label') ?? '').split(': ')[1]));

test('shots are walked and moved by arrows, and the focus goes with them', async ({ page, studio }) => {
  await openBoard(page, studio);
  await shots(page).first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(shots(page).nth(1)).toBeFocused();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(() => order(page)).toEqual(['Action', 'Establishing shot', 'Closing shot']);
  await expect(shots(page).first()).toBeFocused();
  await shots(page).first().getByRole('button', { name: 'Move later' }).click();
  await expect.poll(() => order(page)).toEqual(['Establishing shot', 'Action', 'Closing shot']);
});

test('a move that the studio refuses is taken back and told', async ({ page, studio }) => {
  await openBoard(page, studio);
  await page.route('**/call/shots.update', (route) =>
    route.fulfill({ json: { ok: false, error: { code: 'DISK_FULL', message: 'full', retryable: true } } }),
  );
  await shots(page).first().focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(page.getByText('The disk is full')).toBeVisible();
  await expect.poll(() => order(page)).toEqual(['Establishing shot', 'Action', 'Closing shot']);
});

test('a shot is edited by Enter, which does not send the form it opens', async ({ page, studio }) => {
  await openBoard(page, studio);
  await shots(page).nth(1).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Edit' });
  await dialog.getByLabel('Seconds').fill('0');
  await expect(dialog.getByText('Between 0.2 and 600 seconds.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
  await dialog.getByLabel('Seconds').fill('1.5');
  await dialog.getByLabel('Prompt').fill('a wolf at the door');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(shots(page).nth(1)).toContainText('a wolf at the door');
  await expect(shots(page).nth(1)).toContainText('1.5 s');
});

test('a shot is added and drawn by hand', async ({ page, studio }) => {
  await openBoard(page, studio);
  await page.getByRole('button', { name: 'Add a shot' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a shot' });
  await dialog.getByLabel('Prompt').fill('an owl');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(shots(page)).toHaveCount(4);
  await expect(shots(page).nth(3).locator('img[src^="/image/"]')).toBeVisible();
});

test('a sequence shows how far it is and is stopped', async ({ page, studio }) => {
  await openBoard(page, studio, 'a boat [hold]', 4);
  await expect(page.getByText('Drawing: 0 of 4 shots')).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0);
  await expect(shots(page).first()).toContainText('Cancelled');
});

test('a project goes to the trash and is brought back', async ({ page, studio }) => {
  await openBoard(page, studio);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByText('No storyboards yet')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: /A film/ })).toBeVisible();
});
