// The other screens: library, queue, models, settings, and a studio that goes away or refuses.

import { card, expect, expectAccessible, finishedJob, test } from './studio.ts';

test('the library finds pictures by their words and opens them', async ({ page, studio }) => {
  finishedJob(studio, 'a lighthouse at dusk', 9);
  finishedJob(studio, 'an owl at night', 5);
  await page.goto(`${studio.url}#/library`);
  await expect(page.getByText('8 pictures')).toBeVisible();
  await page.getByLabel('Search the prompts').fill('owl');
  await expect(page.getByText('4 pictures')).toBeVisible();
  await page.getByRole('button', { name: 'an owl at night' }).first().click();
  await expect(page.getByText('1 of 4')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByLabel('Search the prompts').fill('giraffe');
  await expect(page.getByText('Nothing found for “giraffe”')).toBeVisible();
});

test('a search is narrowed by chips and says what it did not understand', async ({ page, studio }) => {
  finishedJob(studio, 'a lighthouse at dusk', 9);
  finishedJob(studio, 'an owl at night', 5);
  await page.goto(`${studio.url}#/library`);
  const search = page.getByLabel('Search the prompts');
  await page.getByRole('button', { name: 'an owl at night' }).first().click();
  const favourite = page.getByRole('button', { name: 'Favourite', exact: true });
  // The viewer opens before it knows the picture, and the key means nothing until then.
  await expect(favourite).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('f');
  await expect(favourite).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Favourites 1' }).click();
  await expect(search).toHaveValue('is:favourite');
  await expect(page.getByText('1 picture', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Favourites 1' }).click();
  await expect(page.getByText('8 pictures')).toBeVisible();
  await search.fill('owl modle:mini');
  await expect(page.getByText('8 pictures')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use model:mini' }).click();
  await expect(search).toHaveValue('owl model:mini');
  await search.fill('-owl');
  await expect(page.getByText('4 pictures')).toBeVisible();
});

test('new pictures appear in an open library by themselves', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/library`);
  await expect(page.getByText('No pictures yet')).toBeVisible();
  finishedJob(studio, 'an owl at night', 0);
  await expect(page.getByRole('button', { name: 'an owl at night' })).toHaveCount(4);
});

test('a library of thousands keeps only those in sight on the page', async ({ page, studio }) => {
  for (let job = 0; job < 500; job += 1) finishedJob(studio, `picture ${job}`, job);
  await page.goto(`${studio.url}#/library`);
  await expect(page.getByText('2,000 pictures')).toBeVisible();
  await page.getByRole('main').evaluate((main) => main.scrollTo(0, 3000));
  await expect(page.getByRole('button', { name: 'picture 15', exact: true }).first()).toBeAttached();
  expect(await page.getByRole('listitem').count()).toBeLessThan(150);
});

test('the queue shows what runs and what waits, and stops both', async ({ page, studio }) => {
  studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'first [hold]' } });
  studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'second' } }, new Date(Date.now() + 1));
  studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'third' } }, new Date(Date.now() + 2));
  await page.goto(`${studio.url}#/queue`);
  await expect(page.getByRole('region', { name: 'Drawing now' })).toContainText('first [hold]');
  await expect(page.getByRole('link', { name: /Queue/ })).toContainText('3');
  await page.getByRole('button', { name: 'Cancel all waiting' }).click();
  await page.getByRole('button', { name: 'Cancel: first [hold]' }).click();
  await expect(page.getByText('Nothing in the queue')).toBeVisible();
});

test('the queue counts down for a job that is tried again, and lets it go on or leaves it', async ({
  page,
  studio,
}) => {
  studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'a castle [again]' } });
  await page.goto(`${studio.url}#/queue`);
  const waiting = page.getByRole('region', { name: '1 waiting' });
  await expect(waiting).toContainText(/The disk is full.*Tries again in [01]:\d\d · 1 of 3/s);
  await expectAccessible(page);
  await waiting.getByRole('button', { name: 'Stop trying' }).click();
  await expect(page.getByText('Nothing in the queue')).toBeVisible();
  expect(studio.jobs.newestFirst()[0]?.state).toBe('failed');
});

test('models show their facts and faults; one is removed after a question', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/models`);
  await expect(page.getByText('unet/model.onnx ends after 12 MB')).toBeVisible();
  const facts = page.getByRole('listitem').filter({ hasText: 'Watercolour' });
  await expect(facts.getByText('float16, float32')).toBeVisible();
  await expect(facts.getByText('no graphics card needed')).toBeVisible();
  await expect(facts.getByText('6 kinds, operator set 17')).toBeVisible();
  await expect(facts.getByText('LICENSE.txt')).toBeVisible();
  await page.getByRole('button', { name: 'Verify' }).first().click();
  await expect(page.getByText('1 file checked')).toBeVisible();
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('dialog', { name: 'Remove Watercolour?' })).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('heading', { name: 'Watercolour' })).toHaveCount(0);
});

test('a folder that is no model is refused in words', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/models`);
  const path = page.getByLabel('Add a model from a folder');
  await path.fill('/home/me/holiday');
  await page.locator('form').filter({ has: path }).getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('alert')).toContainText('This folder is not a model');
  await expect(page.getByRole('alert')).toContainText('/home/me/holiday has no model_index.json');
});

test('theme and language change at once and are there before the next start has settings', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/settings`);
  await page.getByRole('radio', { name: 'Light' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.getByRole('radio', { name: 'Français' }).click();
  await expect(page.getByRole('heading', { name: 'Réglages', level: 1 })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Réglages', level: 1 })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('settings changed elsewhere arrive here', async ({ page, studio, request }) => {
  await page.goto(`${studio.url}#/settings`);
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeVisible();
  await request.post(`${studio.url}call/settings.set`, { data: { theme: 'light' } });
  await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked();
});

test.describe('a studio that goes away', () => {
  test.use({ expectedFaults: /Failed to load resource/ });

  test('is said to be gone, and back, with what happened meanwhile', async ({ page, studio }) => {
    await page.goto(studio.url);
    await expect(page.getByText('Make your first picture')).toBeVisible();
    studio.goAway();
    await expect(page.getByText('The studio does not answer')).toBeVisible();
    await expectAccessible(page);
    finishedJob(studio, 'drawn meanwhile', 0);
    studio.answer();
    await expect(page.getByText('The studio does not answer')).toHaveCount(0);
    await expect(card(page, 'drawn meanwhile')).toBeVisible();
  });
});

test.describe('a studio that asks for a token', () => {
  test.use({ expectedFaults: /401/ });

  test('gets it from the address, which keeps none of it', async ({ page, studio }) => {
    studio.requireToken('secret');
    await page.goto(`${studio.url}#token=secret`);
    await expect(page.getByText('Make your first picture')).toBeVisible();
    expect(page.url()).not.toContain('secret');
  });

  test('or from the person', async ({ page, studio }) => {
    studio.requireToken('secret');
    await page.goto(studio.url);
    await expect(page.getByLabel('Token')).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel('Token').fill('wrong');
    await page.getByRole('button', { name: 'Open the studio' }).click();
    await expect(page.getByText('This token is not valid')).toBeVisible();
    await page.getByLabel('Token').fill('secret');
    await page.getByRole('button', { name: 'Open the studio' }).click();
    await expect(page.getByText('Make your first picture')).toBeVisible();
  });
});
