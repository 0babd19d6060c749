// Making pictures: from the first words to four tiles, with everything that can go otherwise.

import { TesseraError } from '../../../shared/errors.ts';
import { card, expect, finishedJob, test } from './studio.ts';

const prompt = 'a lighthouse at dusk';

test.describe('drawing that takes a while', () => {
  // Long enough that a slow machine still sees the job under way.
  test.use({ stepMs: 250 });

  test('words become a grid: tiles at once, previews, pictures', async ({ page, studio }) => {
    await page.goto(studio.url);
    await page.getByLabel('Prompt', { exact: true }).fill(prompt);
    await page.keyboard.press('Control+Enter');
    await expect(card(page, prompt).getByRole('button', { name: /^Picture \d/ })).toHaveCount(4);
    await expect(card(page, prompt).locator('img[src^="/preview/"]').first()).toBeVisible();
    await expect(card(page, prompt).getByRole('progressbar')).toBeVisible();
    await expect(card(page, prompt).getByRole('button', { name: `Picture 4 of: ${prompt}` })).toBeVisible();
    await expect(card(page, prompt).locator('img[src^="/image/"]')).toHaveCount(4);
    await expect(card(page, prompt).getByRole('progressbar')).toHaveCount(0);
  });
});

test('the focus stays in the prompt, so that the next job is one key away', async ({ page, studio }) => {
  await page.goto(studio.url);
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(page.getByLabel('Prompt', { exact: true })).toBeFocused();
});

test('tiles have their shape before anything arrives, and nothing jumps', async ({ page, studio }) => {
  await page.goto(studio.url);
  await page.getByRole('radio', { name: /^16:9/ }).click();
  await page.getByLabel('Prompt', { exact: true }).fill('a boat [hold]');
  await page.keyboard.press('Control+Enter');
  const tile = page.getByRole('button', { name: 'Picture 1, not drawn yet' });
  const before = await tile.boundingBox();
  expect((before?.width ?? 0) / (before?.height ?? 1)).toBeCloseTo(16 / 9, 1);
  await expect(page.locator('img[src^="/preview/"]').first()).toBeVisible();
  expect(await tile.boundingBox()).toEqual(before);
});

test('every choice of the form reaches the studio', async ({ page, studio }) => {
  await page.goto(studio.url);
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.getByRole('button', { name: 'Choose a style' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Flat' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('Negative prompt').fill('rain');
  await page.getByRole('textbox', { name: 'Seed' }).fill('7');
  await page.getByRole('textbox', { name: 'Steps' }).fill('30');
  await page.getByRole('textbox', { name: 'Guidance' }).fill('4.5');
  await page.getByLabel('Scheduler').selectOption('DDIM');
  await page.getByRole('radio', { name: '2', exact: true }).click();
  await page.getByLabel('Width').fill('640');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(card(page, prompt)).toBeVisible();
  expect(studio.asked.find((call) => call.name === 'generation.submit')?.input).toEqual({
    request: {
      kind: 'generate',
      recipe: {
        prompt,
        model: 'stickers',
        style: 'flat',
        negativePrompt: 'rain',
        seed: 7,
        steps: 30,
        guidanceScale: 4.5,
        scheduler: 'ddim',
        count: 2,
        width: 640,
        height: 512,
      },
    },
  });
});

test('how noise is spaced can be chosen with a scheduler that spaces it', async ({ page, studio }) => {
  await page.goto(studio.url);
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('Scheduler').selectOption('DDIM');
  await expect(page.getByLabel('Noise spacing')).toHaveCount(0);
  await page.getByLabel('Scheduler').selectOption('Euler');
  await page.getByLabel('Noise spacing').selectOption('Exponential');
  await page.getByLabel('Noise source').selectOption('NVIDIA card (Philox)');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(card(page, prompt)).toBeVisible();
  expect(studio.asked.find((call) => call.name === 'generation.submit')?.input).toMatchObject({
    request: { recipe: { scheduler: 'euler', sigmas: 'exponential', noise: 'philox' } },
  });
});

test('a wrong width is named at its field with the nearest right ones, and nothing is sent', async ({
  page,
  studio,
}) => {
  await page.goto(studio.url);
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('Width').fill('513');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByLabel('Width')).toHaveAccessibleDescription('A multiple of 8: 512 or 520.');
  expect(studio.asked.some((call) => call.name === 'generation.submit')).toBe(false);
  await page.getByLabel('Width').fill('520');
  await expect(page.getByText('A multiple of 8')).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await expect(card(page, prompt)).toBeVisible();
});

test('an empty prompt says so', async ({ page, studio }) => {
  await page.goto(studio.url);
  await page.getByLabel('Prompt', { exact: true }).focus();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveAccessibleDescription('Write a few words first.');
});

test('what the studio refuses is said at the field it names', async ({ page, studio }) => {
  const details = { field: 'request.recipe.steps' };
  studio.refuse(
    'generation.submit',
    new TesseraError('VALIDATION_ERROR', 'steps: this model takes at most 50.', { details }),
  );
  await page.goto(studio.url);
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('textbox', { name: 'Steps' })).toHaveAccessibleDescription(
    'steps: this model takes at most 50.',
  );
});

test('a full disk is said in words, and the next try may pass', async ({ page, studio }) => {
  studio.refuse('generation.submit', new TesseraError('DISK_FULL', 'There are 3 MB left on the disk of the library.'));
  await page.goto(studio.url);
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toContainText('The disk is full');
  await expect(page.getByRole('alert')).toContainText('3 MB left');
  studio.refuse('generation.submit', null);
  await page.keyboard.press('Control+Enter');
  await expect(card(page, prompt)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the form survives a reload', async ({ page, studio }) => {
  await page.goto(studio.url);
  await page.getByLabel('Prompt', { exact: true }).fill(prompt);
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByRole('textbox', { name: 'Seed' }).fill('42');
  await page.reload();
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue(prompt);
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('42');
});

test('an example is one click away', async ({ page, studio }) => {
  await page.goto(studio.url);
  await page.getByRole('button', { name: /a penguin on snow/ }).click();
  await expect(card(page, 'a penguin on snow')).toBeVisible();
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('a penguin on snow');
});

test('a waiting job knows its place, and can be cancelled', async ({ page, studio }) => {
  studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'first [hold]' } });
  studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'second' } }, new Date(Date.now() + 1));
  await page.goto(studio.url);
  await expect(card(page, 'second')).toContainText('Waiting behind 1 job');
  await card(page, 'second').getByRole('button', { name: 'Cancel' }).click();
  await expect(card(page, 'second')).toContainText('No picture was finished.');
  await card(page, 'first [hold]').getByRole('button', { name: 'Cancel' }).click();
  await expect(card(page, 'first [hold]')).toContainText('Cancelled');
});

test('a failed job says what happened and what to do, and tries again', async ({ page, studio }) => {
  await page.goto(studio.url);
  await page.getByLabel('Prompt', { exact: true }).fill('a castle [fail]');
  await page.keyboard.press('Control+Enter');
  const failed = card(page, 'a castle [fail]');
  await expect(failed).toContainText('The engine stopped unexpectedly');
  await expect(failed).toContainText('choose a smaller size');
  await failed.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => studio.asked.some((call) => call.name === 'generation.retry')).toBe(true);
});

test('a job that is tried again says when, and can go on at once or be left failed', async ({ page, studio }) => {
  studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'a castle [again]' } });
  studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'a tower [again]' } }, new Date(Date.now() + 1));
  await page.goto(studio.url);
  const [castle, tower] = [card(page, 'a castle [again]'), card(page, 'a tower [again]')];
  await expect(castle).toContainText(/The disk is full.*Tries again in [01]:\d\d · 1 of 3/s);
  await expect(tower).toContainText('1 of 3');
  const seen = (await castle.getByText(/Tries again in/).textContent()) ?? '';
  await expect(castle).not.toContainText(seen);
  await castle.getByRole('button', { name: 'Try now' }).click();
  await expect(castle.getByRole('button', { name: /^Picture 1 of:/ })).toBeVisible();
  await tower.getByRole('button', { name: 'Stop trying' }).click();
  await expect(tower.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('older jobs come as one scrolls', async ({ page, studio }) => {
  for (let job = 0; job < 30; job += 1) finishedJob(studio, `picture ${job}`, job + 1);
  await page.goto(studio.url);
  await expect(page.getByRole('article').first()).toHaveAccessibleName('picture 0');
  await page.getByRole('article').nth(19).scrollIntoViewIfNeeded();
  await expect(page.getByRole('article')).toHaveCount(30);
});
