// Whose drawings a picture is made of, and doing without some of them.

import type { Page } from '@playwright/test';
import { ModelId } from '../../../shared/domain/ids.ts';
import { card, expect, expectAccessible, finishedJob, test } from './studio.ts';

const prompt = 'a lighthouse at dusk';

async function draw(page: Page): Promise<void> {
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.keyboard.press('Control+Enter');
  await card(page, prompt)
    .getByRole('button', { name: /^Picture 1 of/ })
    .click();
}

test('a set that is switched off gives no drawing to new pictures, and comes back with undo', async ({
  page,
  studio,
}) => {
  await page.goto(`${studio.url}#/models`);
  await page.getByRole('button', { name: 'Choose sets' }).click();
  await expect(page.getByRole('list', { name: 'Sets of drawings' })).toContainText('CC-BY-4.0');
  await page.getByRole('switch', { name: 'Gloss' }).click();
  await expect(page.getByText('Draws from 1 of 2 sets: 1,106 drawings')).toBeVisible();
  // Something has to be drawn from.
  await expect(page.getByRole('switch', { name: 'Blobs' })).toBeDisabled();
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Create' }).click();
  await draw(page);
  const sources = page.getByRole('region', { name: 'Drawn from' });
  await expect(sources).toContainText('Blobs · Blob Makers · Apache-2.0');
  await expect(sources).not.toContainText('Gloss');
  await expect(page.getByText('Left out')).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: 'Models' }).click();
  await expect(page.getByText('Draws from 2 of 2 sets: 2,102 drawings')).toBeVisible();
});

test('the attribution of a picture is copied as one line', async ({ page, studio, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  finishedJob(studio, prompt);
  await page.goto(studio.url);
  await card(page, prompt)
    .getByRole('button', { name: /^Picture 1 of/ })
    .click();
  await page.getByRole('button', { name: 'Copy attribution' }).click();
  await expect(page.getByText('Attribution copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    'Contains drawings, modified, from Blobs (Blob Makers, Apache-2.0 https://www.apache.org/licenses/LICENSE-2.0, https://example.org/blobs) and Gloss (Gloss Company, CC-BY-4.0 https://creativecommons.org/licenses/by/4.0/, https://example.org/gloss).',
  );
});

test('a picture of a model that learned its pictures names no drawings', async ({ page, studio }) => {
  studio.jobs.submit({ kind: 'generate', recipe: { prompt, model: ModelId.parse('watercolour') } });
  studio.jobs.finishAll();
  await page.goto(studio.url);
  await card(page, prompt)
    .getByRole('button', { name: /^Picture 1 of/ })
    .click();
  await expect(
    page
      .getByRole('term')
      .filter({ hasText: /^Seed$/ })
      .first(),
  ).toBeVisible();
  await expect(page.getByRole('region', { name: 'Drawn from' })).toHaveCount(0);
});
