// Every screen in the real window: with nothing in it and with work in it, in both languages and themes.

import { expect, type Page, test } from '@playwright/test';
import { type Screen, screenAddress, screens, settingsScreens } from '../../../renderer/state/screen.ts';
import { expectAccessible } from '../accessible.ts';
import { finishedJob, submitMock } from './draw-picture.ts';
import { type Launched, launchApp, makeHome, removeHome } from './launch-app.ts';

const all: readonly Screen[] = [...screens, ...settingsScreens];

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

interface PageWindow {
  readonly tessera: { call(name: string, input: unknown): Promise<{ ok: boolean }> };
}

async function appear(page: Page, look: { language: 'en' | 'fr'; theme: 'dark' | 'light' }): Promise<void> {
  await page.evaluate((chosen) => (window as unknown as PageWindow).tessera.call('settings.set', chosen), look);
  await expect(page.locator('html')).toHaveAttribute('lang', look.language);
  await expect(page.locator('html')).toHaveAttribute('data-theme', look.theme);
}

async function walk(page: Page, faults: readonly string[]): Promise<void> {
  for (const screen of all) {
    await test.step(screen, async () => {
      await page.evaluate((address) => (window.location.hash = address), screenAddress(screen));
      await expect(page.getByRole('main').locator('h1, h2, textarea').first()).toBeVisible();
      await expectAccessible(page);
      expect(faults).toEqual([]);
    });
  }
}

/** What the page and its scripts complained of so far. A preview may be gone when it is asked for: its picture is there then. */
function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error' && !url.includes('/preview/')) faults.push(`${message.text()} ${url}`);
  });
  return faults;
}

test('every screen is accessible with nothing in it', async () => {
  const { page } = launched;
  const faults = faultsOf(page);
  await appear(page, { language: 'fr', theme: 'dark' });
  await walk(page, faults);
});

test('every screen is accessible with work in it, and so is what opens over them', async () => {
  const { page } = launched;
  const faults = faultsOf(page);
  await appear(page, { language: 'en', theme: 'light' });
  await finishedJob(page, (await submitMock(page, { count: 4 })).id);
  await submitMock(page, { count: 4, steps: 150 });
  await walk(page, faults);

  await page.evaluate((address) => (window.location.hash = address), screenAddress('create'));
  await page.getByRole('button', { name: 'Advanced' }).click();
  await expectAccessible(page);
  await page
    .getByRole('button', { name: /^Picture 1 of/ })
    .last()
    .click();
  await expect(page.getByRole('dialog').getByRole('img').first()).toBeVisible();
  await expectAccessible(page);
  expect(faults).toEqual([]);
});
