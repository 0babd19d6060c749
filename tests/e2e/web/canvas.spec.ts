// The canvas: painting by pointer and by keyboard, drawing around a picture, and what the recipe says of it.

import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import type { FakeStudio } from '../../fakes/fake-studio.ts';
import { sentRecipe } from './sent-recipe.ts';
import { card, expect, expectAccessible, finishedJob, test } from './studio.ts';

const prompt = 'a lighthouse at dusk';

test.beforeEach(({ studio }) => studio.mendModels());

async function openCanvas(page: Page, studio: FakeStudio, size: { width?: number; height?: number } = {}) {
  finishedJob(studio, prompt, 5, size);
  await page.goto(studio.url);
  await card(page, prompt)
    .getByRole('button', { name: /^Picture 1/ })
    .focus();
  await page.keyboard.press('e');
  await expect(page.getByRole('application', { name: 'What is drawn anew' })).toBeFocused();
}

function share(page: Page): Locator {
  return page
    .getByRole('dialog')
    .getByText(/is drawn anew$/)
    .first();
}

/** The mask that was sent, as one byte a pixel. */
async function sentMask(page: Page, studio: FakeStudio): Promise<{ data: Buffer; width: number; height: number }> {
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('article')).toHaveCount(2);
  const png = studio.sources.picture(sentRecipe(studio).source?.mask ?? '');
  const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const box = await page.getByRole('application').boundingBox();
  if (box === null) throw new Error('the canvas is not there');
  const place = ([x, y]: [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...place(from));
  await page.mouse.down();
  await page.mouse.move(...place(to), { steps: 8 });
  await page.mouse.up();
}

test('what the pointer painted is white in the mask, and nothing else', async ({ page, studio }) => {
  await openCanvas(page, studio);
  await drag(page, [0.25, 0.5], [0.75, 0.5]);
  await expect(share(page)).not.toHaveText('0% is drawn anew');
  const { data, width, height } = await sentMask(page, studio);
  expect({ width, height }).toEqual({ width: 512, height: 512 });
  expect([data[256 * 512 + 256], data[256 * 512 + 140], data[100 * 512 + 256], data[256 * 512 + 20]]).toEqual([
    255, 255, 0, 0,
  ]);
});

test('without a pointer: arrows move the brush, Space paints, and both are told', async ({ page, studio }) => {
  await openCanvas(page, studio);
  const status = page.getByRole('dialog').getByRole('status');
  for (let press = 0; press < 4; press += 1) await page.keyboard.press('Shift+ArrowLeft');
  await expect(status).toContainText(/across, 50% down/);
  await page.keyboard.down('Space');
  for (let press = 0; press < 4; press += 1) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.up('Space');
  await expect(share(page)).not.toHaveText('0% is drawn anew');
  const { data } = await sentMask(page, studio);
  expect([data[256 * 512 + 256], data[100 * 512 + 256]]).toEqual([255, 0]);
});

test('eraser, invert, clear and undo change the mask and come back', async ({ page, studio }) => {
  await openCanvas(page, studio);
  await drag(page, [0.25, 0.5], [0.75, 0.5]);
  await expect(share(page)).not.toHaveText('0% is drawn anew');
  const painted = (await share(page).textContent()) ?? '';
  await page.keyboard.press('i');
  await expect(share(page)).not.toHaveText(painted);
  await page.keyboard.press('Control+z');
  await expect(share(page)).toHaveText(painted);
  await page.keyboard.press('Delete');
  await expect(share(page)).toHaveText('0% is drawn anew');
  await page.keyboard.press('Control+z');
  await expect(share(page)).toHaveText(painted);
  await page.keyboard.press('e');
  await expect(page.getByRole('button', { name: 'Eraser' })).toHaveAttribute('aria-pressed', 'true');
  await drag(page, [0.2, 0.5], [0.8, 0.5]);
  await expect(share(page)).toHaveText('0% is drawn anew');
  await page.keyboard.press('Control+z');
  await expect(share(page)).toHaveText(painted);
  await page.keyboard.press('Control+Shift+z');
  await expect(share(page)).toHaveText('0% is drawn anew');
});

test('a lasso paints what it goes around', async ({ page, studio }) => {
  await openCanvas(page, studio);
  await page.keyboard.press('l');
  await page.keyboard.press('Space');
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Space');
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(share(page)).not.toHaveText('0% is drawn anew');
  const { data } = await sentMask(page, studio);
  expect([data[290 * 512 + 360], data[360 * 512 + 290]]).toEqual([255, 0]);
});

test('a soft edge has greys, and the painted mask is there when the canvas opens again', async ({ page, studio }) => {
  await openCanvas(page, studio);
  await drag(page, [0.25, 0.5], [0.75, 0.5]);
  await expect(share(page)).not.toHaveText('0% is drawn anew');
  await page.getByRole('toolbar').getByRole('textbox').last().fill('40');
  const { data } = await sentMask(page, studio);
  expect(new Set(data).size).toBeGreaterThan(20);
  const painted = data.filter((value) => value >= 128).length / data.length;
  await expect(page.getByText('Only a part is drawn anew')).toBeVisible();
  await page.getByRole('button', { name: 'Edit a part', exact: true }).click();
  await expect(share(page)).toHaveText(`${Math.round(painted * 100)}% is drawn anew`);
});

test('Ctrl and Enter keep what was painted, and draw nothing yet', async ({ page, studio }) => {
  await openCanvas(page, studio);
  await drag(page, [0.25, 0.5], [0.75, 0.5]);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText('Only a part is drawn anew')).toBeVisible();
  expect(studio.asked.some(({ name }) => name === 'generation.submit')).toBe(false);
});

test('discarding leaves the form as it was', async ({ page, studio }) => {
  await openCanvas(page, studio);
  await drag(page, [0.25, 0.5], [0.75, 0.5]);
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('group', { name: 'The picture to start from' })).toBeVisible();
  await expect(page.getByText('Only a part is drawn anew')).toHaveCount(0);
});

test('more is drawn to the left: by a preset, by keys and by numbers, with the size it comes to', async ({
  page,
  studio,
}) => {
  await openCanvas(page, studio, { width: 512, height: 384 });
  await page.getByRole('radio', { name: 'Draw around it' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '25% more to the left' }).click();
  await expect(dialog.getByRole('status')).toHaveText('The new picture has 640 × 384 pixels.');
  const handle = dialog.getByRole('slider', { name: 'Left' });
  await handle.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(handle).toHaveAttribute('aria-valuenow', '136');
  await page.keyboard.press('ArrowRight');
  await dialog.getByRole('textbox', { name: 'Bottom' }).fill('64');
  await expect(dialog.getByRole('status')).toHaveText('The new picture has 640 × 448 pixels.');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('More is drawn around it')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('article')).toHaveCount(2);
  expect(studio.asked.findLast(({ name }) => name === 'generation.submit')?.input).toMatchObject({
    request: { recipe: { width: 640, height: 448, source: { extend: { left: 128, right: 0, top: 0, bottom: 64 } } } },
  });
});

test('an edge is dragged, and a frame too large is made to fit', async ({ page, studio }) => {
  await openCanvas(page, studio);
  await page.getByRole('radio', { name: 'Draw around it' }).click();
  const handle = page.getByRole('slider', { name: 'Right' });
  const box = await handle.boundingBox();
  if (box === null) throw new Error('the handle is not there');
  await page.mouse.move(box.x + 4, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 600, box.y + 10, { steps: 5 });
  await page.mouse.up();
  await expect(handle).not.toHaveAttribute('aria-valuenow', '0');
  await page.getByRole('textbox', { name: 'Right' }).fill('800');
  await expect(page.getByText('This model draws 1024 pixels a side at most.')).toBeVisible();
  await page.getByRole('button', { name: 'Make it fit' }).click();
  await expect(page.getByText('This model draws 1024 pixels a side at most.')).toHaveCount(0);
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText(/^The new picture has 10\d\d ×/);
});

test.describe('a picture that is gone', () => {
  // The browser says of each file it does not find that it did not find it.
  test.use({ expectedFaults: /404/ });

  test('is said to be gone, and can be left', async ({ page, studio }) => {
    await openCanvas(page, studio);
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.route('**/source/*', (route) => route.fulfill({ status: 404 }));
    await page.reload();
    await page.getByRole('button', { name: 'Edit a part', exact: true }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'The picture is gone' })).toBeVisible();
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});
