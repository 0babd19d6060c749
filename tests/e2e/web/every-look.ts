// Judges states of the page in both themes, both languages and two sizes: no accessibility fault, nothing cut off, a picture to look at.

import type { Page } from '@playwright/test';
import type { FakeStudio } from '../../fakes/fake-studio.ts';
import { expect, expectAccessible, test } from './studio.ts';

/** By name, how the page is brought into each state. */
export type States = Readonly<Record<string, (page: Page, studio: FakeStudio) => Promise<void>>>;

const looks = [
  { name: 'dark', colorScheme: 'dark', locale: 'en', viewport: { width: 1440, height: 900 } },
  { name: 'light-small-fr', colorScheme: 'light', locale: 'fr-FR', viewport: { width: 900, height: 600 } },
] as const;

export function judgeInEveryLook(states: States): void {
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
