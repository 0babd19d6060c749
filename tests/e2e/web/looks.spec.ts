// Every screen in both themes, both languages and two sizes: no accessibility fault, nothing cut off, a picture to look at.

import type { Page } from '@playwright/test';
import type { FakeStudio } from '../../fakes/fake-studio.ts';
import { busyOutbox } from '../../fakes/fake-studio-sync.ts';
import { expect, expectAccessible, finishedJob, test } from './studio.ts';

const states: Readonly<Record<string, (page: Page, studio: FakeStudio) => Promise<void>>> = {
  'create-empty': async (page, studio) => {
    await page.goto(studio.url);
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  },
  'create-running': async (page, studio) => {
    studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'a boat [hold]' } });
    await page.goto(studio.url);
    await expect(page.locator('img[src^="/preview/"]').first()).toBeVisible();
  },
  'create-done': async (page, studio) => {
    finishedJob(studio, 'a lighthouse at dusk', 3);
    finishedJob(studio, 'a valley, wide', 7, { width: 640, height: 360 });
    await page.goto(studio.url);
    await expect(page.locator('img[src^="/image/"]').first()).toBeVisible();
  },
  'create-failed': async (page, studio) => {
    studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'a castle [fail]' } });
    await page.goto(studio.url);
    await expect(page.getByText('SIGSEGV')).toBeVisible();
  },
  'create-advanced': async (page, studio) => {
    await page.goto(studio.url);
    await page.locator('[aria-controls="advanced"]').click();
    await page.locator('#advanced input').last().fill('513');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(/512/).last()).toBeVisible();
  },
  viewer: async (page, studio) => {
    finishedJob(studio, 'a lighthouse at dusk', 3);
    await page.goto(studio.url);
    await page.getByRole('article').locator('img').first().click();
    await expect(page.getByRole('dialog').getByRole('img').first()).toBeVisible();
  },
  library: async (page, studio) => {
    for (let job = 0; job < 6; job += 1)
      finishedJob(studio, `picture ${job}`, job, job % 2 ? { width: 640, height: 360 } : {});
    await page.goto(`${studio.url}#/library`);
    await expect(page.getByRole('listitem').first()).toBeVisible();
  },
  'library-empty': async (page, studio) => {
    await page.goto(`${studio.url}#/library`);
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  },
  queue: async (page, studio) => {
    studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'first [hold]' } });
    studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'second' } }, new Date(Date.now() + 1));
    await page.goto(`${studio.url}#/queue`);
    await expect(page.getByText('second')).toBeVisible();
  },
  models: async (page, studio) => {
    await page.goto(`${studio.url}#/models`);
    await expect(page.getByRole('heading', { name: 'Watercolour' })).toBeVisible();
  },
  settings: async (page, studio) => {
    await page.goto(`${studio.url}#/settings`);
    await expect(page.getByText('0.1.0')).toBeVisible();
  },
  sync: async (page, studio) => {
    studio.sync.items = [...busyOutbox];
    studio.sync.keychain = 'weak';
    await page.goto(`${studio.url}#/sync`);
    await expect(page.getByText('picture:2')).toBeVisible();
  },
  diagnostics: async (page, studio) => {
    await page.goto(`${studio.url}#/diagnostics`);
    await page.getByRole('main').getByRole('button').click();
    await expect(page.getByText(/onnxruntime/)).toBeVisible();
  },
};

const looks = [
  { name: 'dark', colorScheme: 'dark', locale: 'en', viewport: { width: 1440, height: 900 } },
  { name: 'light-small-fr', colorScheme: 'light', locale: 'fr-FR', viewport: { width: 900, height: 600 } },
] as const;

for (const look of looks) {
  test.describe(look.name, () => {
    test.use({
      colorScheme: look.colorScheme,
      locale: look.locale,
      viewport: look.viewport,
      reducedMotion: 'reduce',
    } as object);
    for (const [state, reach] of Object.entries(states)) {
      test(`${state} is accessible and whole`, async ({ page, studio }, info) => {
        await reach(page, studio);
        await expectAccessible(page);
        expect(await sidewaysOverflow(page)).toEqual([]);
        await info.attach(`${state}-${look.name}`, { body: await page.screenshot(), contentType: 'image/png' });
      });
    }
  });
}

/** Elements whose words are wider than their box without saying so by an ellipsis. */
async function sidewaysOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main, main *, nav *, dialog *')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .filter((element) => {
        const { overflowX, textOverflow, display } = getComputedStyle(element);
        const isHiddenText = element.classList.contains('sr-only') || element.closest('.sr-only') !== null;
        return !isHiddenText && display !== 'inline' && textOverflow !== 'ellipsis' && overflowX !== 'hidden';
      })
      .map((element) => `${element.tagName} ${element.className}`),
  );
}
