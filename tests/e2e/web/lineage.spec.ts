// Where a picture comes from: compared with it, its family walked by keyboard, its receipt read and verified.

import type { Page } from '@playwright/test';
import { card, expect, expectAccessible, finishedJob, test } from './studio.ts';
import type { FakeStudio } from '../../fakes/fake-studio.ts';

const prompt = 'a lighthouse at dusk';

/** A picture, four variations of its first, and an enlarged one of the first variation. */
function family(studio: FakeStudio) {
  const [first] = finishedJob(studio, prompt).images;
  if (first === undefined) throw new Error('a finished job has pictures');
  const varied = studio.jobs.submit({ kind: 'vary', image: first.id, strength: 'strong' });
  studio.jobs.finishAll();
  const [variation] = studio.jobs.get(varied.id).images;
  if (variation === undefined) throw new Error('a finished variation has pictures');
  studio.jobs.submit({ kind: 'upscale', image: variation.id, factor: 2 });
  studio.jobs.finishAll();
}

async function openVariation(page: Page, studio: FakeStudio): Promise<void> {
  family(studio);
  await page.goto(studio.url);
  await card(page, prompt)
    .nth(1)
    .getByRole('button', { name: /^Picture 1 of/ })
    .click();
  await expect(page.getByRole('img', { name: `Picture: ${prompt}` })).toBeVisible();
}

async function show(page: Page, part: 'Family' | 'Receipt'): Promise<void> {
  await page.getByRole('radio', { name: part }).click();
  await expect(page.getByRole('radio', { name: part })).toBeChecked();
}

test('a picture is compared with the one it came from, by pointer and by arrows', async ({ page, studio }) => {
  await openVariation(page, studio);
  await page.keyboard.press('c');
  const border = page.getByRole('slider', { name: 'Border between the two pictures' });
  await expect(border).toHaveValue('50');
  await expect(page.getByRole('img', { name: 'Before' })).toBeVisible();
  await border.focus();
  await page.keyboard.press('ArrowRight');
  await expect(border).toHaveValue('51');
  // The arrows moved the border, not the row.
  await expect(page.getByText('2 of 9')).toBeVisible();
  const box = await border.boundingBox();
  if (box === null) throw new Error('the border has no box');
  await page.mouse.click(box.x + box.width / 4, box.y + box.height / 2);
  await expect(border).toHaveValue(/^2[345]$/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Compare with what it was made from' }).click();
  await expect(border).toHaveCount(0);
});

test('the family is a tree that is walked by keyboard, and every member can be gone on from', async ({
  page,
  studio,
}) => {
  await openVariation(page, studio);
  await show(page, 'Family');
  const items = page.getByRole('treeitem');
  await expect(items).toHaveCount(6);
  const current = page.getByRole('treeitem', { selected: true });
  await expect(current).toHaveText(/Strong variation/);
  await current.focus();
  await page.keyboard.press('ArrowRight');
  await expect(items.nth(2)).toBeFocused();
  await expect(items.nth(2)).toHaveText(/Enlarged ×2/);
  await page.keyboard.press('ArrowLeft');
  await expect(items.nth(1)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(items.nth(0)).toBeFocused();
  await page.keyboard.press('End');
  await expect(items.nth(5)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(items.nth(0)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(items.nth(0)).toHaveAttribute('aria-selected', 'true');
  await expectAccessible(page);

  const again = page.getByRole('group', { name: 'Go on from this picture' });
  await again.getByRole('button', { name: 'Draw again' }).click();
  await again.getByRole('button', { name: 'Vary, strongly' }).click();
  await again.getByRole('button', { name: 'Upscale ×2' }).click();
  await expect
    .poll(() => studio.asked.map(({ name }) => name).filter((name) => /rerun|submit/.test(name)))
    .toEqual(['lineage.rerun', 'generation.submit', 'generation.submit']);
  // What was made of it joins the tree by itself.
  await expect(items).toHaveCount(11);
});

test('the nearest relatives stand beside the settings, both ways', async ({ page, studio }) => {
  await openVariation(page, studio);
  await page.getByRole('button', { name: 'Made of this 1: Enlarged ×2' }).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByText('1024 × 1024')).toBeVisible();
  await details.getByRole('button', { name: 'Made from this picture' }).click();
  await expect(details.getByRole('button', { name: 'Made of this 1: Enlarged ×2' })).toBeVisible();
  await details.getByRole('button', { name: 'Made from this picture' }).click();
  await expect(details.getByRole('region', { name: 'Made of this picture' }).getByRole('button')).toHaveCount(4);
  await expect(details.getByRole('button', { name: 'Made from this picture' })).toHaveCount(0);
});

test('a picture is verified, and a changed file is named', async ({ page, studio, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openVariation(page, studio);
  await show(page, 'Receipt');
  await expect(page.getByText('vae_decoder/model.onnx')).toBeVisible();
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText('Drawn again, no pixel differs.')).toBeVisible();

  const named = { part: 'model', owner: 'sticker-mini', file: 'vae_decoder/model.onnx', state: 'changed' } as const;
  studio.lineage.verdict = {
    outcome: 'different',
    difference: { max: 17, share: 0.125 },
    problem: null,
    changes: [
      { kind: 'file', ...named },
      { kind: 'provider', before: 'webgpu', now: 'cpu' },
    ],
  };
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText('12.5 % of the pixels differ, by up to 17 of 255.')).toBeVisible();
  await expect(page.getByText('Model sticker-mini: vae_decoder/model.onnx was changed.')).toBeVisible();
  await expectAccessible(page);

  // The keys of the viewer still work after the button was pressed.
  await page.keyboard.press('c');
  await expect(page.getByRole('slider', { name: 'Border between the two pictures' })).toBeVisible();

  await page.getByRole('button', { name: 'Copy receipt' }).click();
  await expect(page.getByText('Receipt copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
    `sticker-mini/vae_decoder/model.onnx: ${'2'.repeat(64)}`,
  );
});

test('the neighbours are a click away, and the picture can stand alone', async ({ page, studio }) => {
  await openVariation(page, studio);
  const neighbours = page.getByRole('navigation', { name: 'Neighbours' });
  const current = neighbours.locator('[aria-current="true"]');
  await expect(current).toHaveAccessibleName('Go to picture 2 of 9');
  await neighbours.getByRole('button', { name: 'Go to picture 4 of 9' }).click();
  await expect(current).toHaveAccessibleName('Go to picture 4 of 9');
  await page.keyboard.press('Shift+F');
  await expect(neighbours).toHaveCount(0);
  await expect(page.getByRole('complementary')).toHaveCount(0);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(neighbours).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('what differs from the form is told, until it is taken over', async ({ page, studio }) => {
  await openVariation(page, studio);
  await page.getByText(/\d+ differences from the form/).click();
  const differences = page.locator('details');
  await expect(differences.getByText('Prompt', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Use this: Prompt' }).click();
  await expect(differences.getByText('Prompt', { exact: true })).toHaveCount(0);
});

test('the menu makes other sizes and variations, and copies the words', async ({ page, studio, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openVariation(page, studio);
  const open = async (entry: string) => {
    await page.getByRole('button', { name: 'More for this picture' }).click();
    await page.getByRole('menuitem', { name: entry }).click();
    await expect(page.getByRole('menu')).toHaveCount(0);
  };
  await open('Copy the prompt');
  await expect(page.getByText('Prompt copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(prompt);
  await open('Vary, strongly');
  await open('Upscale ×4');
  await open('Reroll');
  await expect
    .poll(() => studio.asked.filter(({ name }) => name === 'generation.submit').map(({ input }) => input))
    .toMatchObject([
      { request: { kind: 'vary', strength: 'strong' } },
      { request: { kind: 'upscale', factor: 4 } },
      { request: { kind: 'vary', strength: 'strong' } },
    ]);
});
