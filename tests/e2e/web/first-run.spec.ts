// The first run: one step to a picture by keyboard alone, then what one can do with it, once.

import { judgeInEveryLook } from './every-look.ts';
import { expect, finishedJob, test } from './studio.ts';

test('the first picture is one step away by keyboard, and hints follow it until they were read', async ({
  page,
  studio,
}) => {
  await page.goto(studio.url);
  const example = page.getByRole('button', { name: 'a penguin on snow' });
  await expect(example).toBeEnabled();
  await example.focus();
  await page.keyboard.press('Enter');
  const hints = page.getByRole('region', { name: 'Your first pictures. What next?' });
  await expect(hints).toBeVisible();
  await expect(page.getByRole('article').locator('img[src^="/image/"]')).toHaveCount(4);
  const done = hints.getByRole('button', { name: 'Got it' });
  await done.focus();
  await page.keyboard.press('Enter');
  await expect(hints).toBeHidden();
  await page.reload();
  await expect(page.getByRole('article')).toBeVisible();
  await expect(hints).toBeHidden();
  expect(studio.asked.filter(({ name }) => name === 'generation.submit')).toHaveLength(1);
});

test('who has drawn more than once needs no hints', async ({ page, studio }) => {
  finishedJob(studio, 'a lighthouse', 9);
  finishedJob(studio, 'a valley', 5);
  await page.goto(studio.url);
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(page.getByRole('region', { name: 'Your first pictures. What next?' })).toBeHidden();
});

judgeInEveryLook({
  'first-picture': async (page, studio) => {
    finishedJob(studio, 'a penguin on snow', 1);
    await page.goto(studio.url);
    const hints = page.getByRole('main').getByRole('region').last();
    await expect(hints.getByRole('listitem')).toHaveCount(4);
    await hints.scrollIntoViewIfNeeded();
  },
});
