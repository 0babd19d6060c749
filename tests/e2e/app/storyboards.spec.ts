// A storyboard in a real window: six shots made, reordered by hand and by keyboard, one drawn anew, played, exported, kept.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { expectAccessible } from '../accessible.ts';
import { type Launched, launchApp, makeHome, removeHome } from './launch-app.ts';
import { kill } from './processes.ts';

let home: string;
let launched: Launched;

test.beforeEach(async () => {
  home = makeHome();
  launched = await launchApp({ home });
});
test.afterEach(async () => {
  await launched.app.close();
  removeHome(home);
});

async function newBoard(page: Page, count: string): Promise<void> {
  await page.getByRole('link', { name: 'Storyboards' }).click();
  await page.getByLabel('Name of the project').fill('An apple and its friends');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByLabel('What happens').fill('A red apple on the table. A yellow banana. An apple and a banana');
  await page.getByLabel('Shots', { exact: true }).selectOption(count);
  await page.getByRole('button', { name: 'Make shots' }).click();
}

const shots = (page: Page): Locator => page.getByRole('list', { name: 'Shots in order' }).getByRole('article');
const picture = (shot: Locator): Locator => shot.locator('img[src^="/image/"]');

async function kinds(page: Page): Promise<string[]> {
  const names = await shots(page).evaluateAll((cards) => cards.map((card) => card.getAttribute('aria-label') ?? ''));
  return names.map((name) => name.replace(/^Shot \d+: /, ''));
}

async function drawn(page: Page, count: number): Promise<void> {
  await expect(shots(page).locator('img[src^="/image/"]')).toHaveCount(count, { timeout: 150_000 });
  await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0, { timeout: 60_000 });
}

test('six shots are made, moved, drawn anew, played, exported, and still there after a restart', async () => {
  const { page } = launched;
  await newBoard(page, '6');
  await drawn(page, 6);
  const made = ['Establishing shot', 'Action', 'Close-up', 'Medium shot', 'Detail', 'Closing shot'];
  expect(await kinds(page)).toEqual(made);

  await shots(page).nth(1).focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(() => kinds(page)).toEqual([made[0], made[2], made[1], ...made.slice(3)]);
  await expect(page.getByRole('status').filter({ hasText: 'Action is now shot 3' })).toBeAttached();
  await shots(page).nth(5).dragTo(shots(page).nth(0));
  const moved = [made[5], made[0], made[2], made[1], made[3], made[4]];
  await expect.poll(() => kinds(page)).toEqual(moved);

  const before = await picture(shots(page).nth(2)).getAttribute('src');
  await shots(page).nth(2).getByRole('button', { name: 'Draw again' }).click();
  await expect.poll(() => picture(shots(page).nth(2)).getAttribute('src'), { timeout: 60_000 }).not.toBe(before);

  await expectAccessible(page);

  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByText('Shot 1 of 6')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('Shot 2 of 6')).toBeVisible();
  await page.keyboard.press('Escape');

  for (const format of ['Contact sheet (PNG)', 'Contact sheet (PDF)', 'Animatic (WebP)']) {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: format }).click();
    await expect(page.getByText(/^Exported as .*/).last()).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeEnabled();
  }
  await expect.poll(() => exported('')).toHaveLength(3);
  expect(await sharp(exported('.webp')[0], { animated: true }).metadata()).toMatchObject({ pages: 6, loop: 0 });
  expect((await sharp(exported('.png')[0]).metadata()).width).toBe(1684);

  await launched.app.close();
  launched = await launchApp({ home });
  await launched.page.getByRole('link', { name: 'Storyboards' }).click();
  await launched.page.getByRole('link', { name: /An apple and its friends/ }).click();
  await drawn(launched.page, 6);
  expect(await kinds(launched.page)).toEqual(moved);
});

test('a sequence goes on after the app was killed in its middle', async () => {
  const { page } = launched;
  await newBoard(page, '8');
  await expect(shots(page)).toHaveCount(8);
  await expect(shots(page).locator('img[src^="/image/"]').first()).toBeVisible({ timeout: 60_000 });
  const app = launched.app.process();
  const gone = new Promise((resolve) => app.once('exit', resolve));
  kill(app.pid ?? 0);
  await gone;

  launched = await launchApp({ home });
  await launched.page.getByRole('link', { name: 'Storyboards' }).click();
  await launched.page.getByRole('link', { name: /An apple and its friends/ }).click();
  await drawn(launched.page, 8);
  expect(await shots(launched.page).count()).toBe(8);
});

function exported(ending: string): string[] {
  const folder = join(home, 'exports');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending) && !name.endsWith('.part'))
    .map((name) => join(folder, name));
}
