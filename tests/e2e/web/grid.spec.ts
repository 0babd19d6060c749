// Going on from a grid: U and V, by button and by key, the menu, the trash and back.

import { card, expect, finishedJob, test } from './studio.ts';

const prompt = 'a lighthouse at dusk';

test('U makes a larger picture, by the factor that was chosen', async ({ page, studio }) => {
  finishedJob(studio, prompt);
  await page.goto(studio.url);
  await card(page, prompt).getByRole('button', { name: 'Upscale picture 2' }).click();
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(page.getByRole('article').first()).toContainText('This picture, 2 times as large');
  await expect(page.getByRole('article').first()).toContainText('1024 × 1024');

  await page.getByRole('radio', { name: '×4' }).click();
  await card(page, prompt).last().getByRole('button', { name: 'Upscale picture 1' }).click();
  await expect(page.getByRole('article')).toHaveCount(3);
  await expect(page.getByRole('article').first()).toContainText('This picture, 4 times as large');
  await expect(page.getByRole('article').first()).toContainText('2048 × 2048');
});

test('V follows the chosen strength, which is remembered', async ({ page, studio }) => {
  const job = finishedJob(studio, prompt);
  await page.goto(studio.url);
  await page.getByRole('radio', { name: 'Strong' }).click();
  await page.reload();
  await card(page, prompt).getByRole('button', { name: 'Vary picture 3' }).click();
  await expect(page.getByRole('article').first()).toContainText('Strong variation of this picture');
  expect(studio.asked.find((call) => call.name === 'generation.submit')?.input).toEqual({
    request: { kind: 'vary', image: job.images[2]?.id, strength: 'strong' },
  });
});

test('the keyboard alone goes everywhere in a grid', async ({ page, studio }) => {
  const job = finishedJob(studio, prompt);
  await page.goto(studio.url);
  const tiles = card(page, prompt).getByRole('button', { name: /^Picture \d of/ });
  await tiles.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(tiles.nth(1)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(tiles.nth(3)).toBeFocused();
  await page.keyboard.press('Shift+Digit1');
  await page.keyboard.press('Digit2');
  await expect
    .poll(() => studio.asked.filter((call) => call.name === 'generation.submit').map((call) => call.input))
    .toEqual([
      { request: { kind: 'vary', image: job.images[0]?.id, strength: 'subtle' } },
      { request: { kind: 'upscale', image: job.images[1]?.id, factor: 2 } },
    ]);
  await tiles.nth(3).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('what was made far down the feed is told of, and one click away', async ({ page, studio }) => {
  for (let job = 0; job < 6; job += 1) finishedJob(studio, `picture ${job}`, job + 1);
  await page.goto(studio.url);
  await card(page, 'picture 5').getByRole('button', { name: 'Upscale picture 1' }).click();
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('article').first()).toHaveAccessibleName('picture 5');
  await expect(page.getByRole('article').first()).toBeInViewport();
});

test('a reroll keeps the words and asks for another seed', async ({ page, studio }) => {
  finishedJob(studio, prompt);
  await page.goto(studio.url);
  await card(page, prompt).getByRole('button', { name: 'Reroll' }).click();
  await expect(page.getByRole('article', { name: prompt })).toHaveCount(2);
  expect(studio.asked.find((call) => call.name === 'generation.submit')?.input).not.toHaveProperty(
    'request.recipe.seed',
  );
});

test('a deleted job comes back by undo', async ({ page, studio }) => {
  finishedJob(studio, prompt);
  finishedJob(studio, 'another', 9);
  await page.goto(studio.url);
  await card(page, prompt)
    .getByRole('button', { name: /^Picture 1/ })
    .focus();
  await page.keyboard.press('Delete');
  await expect(card(page, prompt)).toHaveCount(0);
  await expect(card(page, 'another').getByRole('button', { name: /^Picture 1/ })).toBeFocused();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(card(page, prompt)).toBeVisible();
  await expect(page.getByRole('article').first()).toHaveAccessibleName(prompt);
});

test('its settings fill the form', async ({ page, studio }) => {
  finishedJob(studio, prompt, 5, { width: 640, height: 360 });
  await page.goto(studio.url);
  await card(page, prompt).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Use these settings' }).click();
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue(prompt);
  await page.getByRole('button', { name: 'Advanced' }).click();
  await expect(page.getByLabel('Width')).toHaveValue('640');
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('1000');
});

test('its prompt can be copied', async ({ page, studio, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  finishedJob(studio, prompt);
  await page.goto(studio.url);
  await card(page, prompt).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Copy the prompt' }).click();
  await expect(page.getByText('Prompt copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(prompt);
});
