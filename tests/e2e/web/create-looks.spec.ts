// What opens from the Create form, in every look.

import type { Page } from '@playwright/test';
import type { FakeStudio } from '../../fakes/fake-studio.ts';
import { judgeInEveryLook, type States } from './every-look.ts';
import { expect, finishedJob } from './studio.ts';

const states: States = {
  'canvas-paint': async (page, studio) => {
    await openCanvas(page, studio);
    const box = await page.getByRole('application').boundingBox();
    if (box === null) throw new Error('the canvas is not there');
    await page.mouse.move(box.x + box.width * 0.25, box.y + box.height * 0.4);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.6, { steps: 8 });
    await page.mouse.up();
    await expect(page.getByRole('toolbar').getByText(/^[1-9]\d?\s?%/)).toBeVisible();
  },
  'canvas-extend': async (page, studio) => {
    await openCanvas(page, studio);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio').last().click();
    await dialog.getByRole('group').getByRole('button').first().click();
    await expect(dialog.getByRole('slider').first()).toHaveAttribute('aria-valuenow', '128');
  },
  'create-start': async (page, studio) => {
    await openCanvas(page, studio);
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.locator('img[src^="/source/"]')).toBeVisible();
  },
  'create-dynamic': async (page, studio) => {
    await page.goto(studio.url);
    await page.getByRole('textbox').first().pressSequentially('a {red|green} fox and __an');
    await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1);
  },
  styles: async (page, studio) => {
    await openStyles(page, studio);
    await page.getByRole('dialog').locator('[aria-pressed]').first().click();
    await expect(page.locator('[aria-pressed=true]')).toHaveCount(1);
  },
  'style-editor': async (page, studio) => {
    await openStyles(page, studio);
    await page.getByRole('dialog').getByRole('button').first().click();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog').locator('[aria-invalid=true]').first()).toBeVisible();
  },
  'prompt-history': async (page, studio) => {
    finishedJob(
      studio,
      'a lighthouse at dusk, with a very long prompt that goes on and on about the sea '.repeat(4),
      5,
    );
    finishedJob(studio, 'a boat', 3);
    await page.goto(studio.url);
    await page.getByRole('toolbar').getByRole('button').first().click();
    await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
  },
};

judgeInEveryLook(states);

async function openCanvas(page: Page, studio: FakeStudio): Promise<void> {
  studio.mendModels();
  finishedJob(studio, 'a lighthouse at dusk');
  await page.goto(studio.url);
  await page.getByRole('article').locator('[role=group] > button').first().focus();
  await page.keyboard.press('e');
  await expect(page.getByRole('application')).toBeFocused();
}

async function openStyles(page: Page, studio: FakeStudio): Promise<void> {
  await page.goto(studio.url);
  await page.getByRole('button', { name: 'style' }).click();
  await expect(page.getByRole('dialog').locator('img').first()).toBeVisible();
}
