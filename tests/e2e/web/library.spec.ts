// The library as a place of work: choosing pictures by mouse and keyboard, trash and back, collections, tags, storage.

import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, finishedJob, test } from './studio.ts';

const pictures = (page: Page) => page.getByRole('list', { name: 'Pictures' });
const picture = (page: Page, name: string) => pictures(page).getByRole('button', { name, exact: true });
const box = (page: Page, name: string) => pictures(page).getByRole('checkbox', { name: `Choose: ${name}` });
const bar = (page: Page) => page.getByRole('region', { name: 'Chosen pictures' });

/** Presses a key once its picture has the focus, as a person's eyes would make sure. */
async function pressAt(at: Locator, key: string): Promise<void> {
  await expect(at).toBeFocused();
  await at.press(key);
}

test('pictures are chosen with the mouse: by their box, with Ctrl, a stretch with Shift, and all that were found', async ({
  page,
  studio,
}) => {
  finishedJob(studio, 'an owl at night', 9);
  finishedJob(studio, 'a lighthouse at dusk', 5);
  await page.goto(`${studio.url}#/library`);
  await box(page, 'a lighthouse at dusk').first().click();
  await expect(bar(page)).toContainText('1 chosen');
  await picture(page, 'an owl at night')
    .nth(1)
    .click({ modifiers: ['Shift'] });
  await expect(bar(page)).toContainText('6 chosen');
  await picture(page, 'an owl at night')
    .nth(0)
    .click({ modifiers: ['ControlOrMeta'] });
  await expect(bar(page)).toContainText('5 chosen');
  await expectAccessible(page);
  await bar(page).getByRole('button', { name: 'All 8 found' }).click();
  await expect(bar(page)).toContainText('8 chosen');
  await box(page, 'an owl at night').last().click();
  await expect(bar(page)).toContainText('7 chosen');
  await bar(page).getByRole('button', { name: 'Choose none' }).click();
  await expect(bar(page)).toHaveCount(0);
});

test('the keyboard alone walks, chooses, throws away and takes it back', async ({ page, studio }) => {
  for (let job = 0; job < 40; job += 1) finishedJob(studio, `picture ${job}`, job);
  await page.goto(`${studio.url}#/library`);
  const first = picture(page, 'picture 0').first();
  await first.focus();
  await pressAt(first, 'End');
  await pressAt(picture(page, 'picture 39').last(), 'Home');
  await pressAt(first, 'ArrowRight');
  await pressAt(picture(page, 'picture 0').nth(1), ' ');
  await expect(bar(page)).toContainText('1 chosen');
  await pressAt(picture(page, 'picture 0').nth(1), 'Shift+ArrowRight');
  await pressAt(picture(page, 'picture 0').nth(2), 'Shift+ArrowRight');
  await expect(bar(page)).toContainText('3 chosen');
  await pressAt(picture(page, 'picture 0').nth(3), 'Delete');
  await expect(page.getByText('3 pictures moved to the trash')).toBeVisible();
  await expect(page.getByText('157 pictures')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.getByText('160 pictures', { exact: true })).toBeVisible();
  await first.focus();
  await pressAt(first, 'ControlOrMeta+a');
  await expect(bar(page)).toContainText('160 chosen');
  await pressAt(first, 'Escape');
  await expect(bar(page)).toHaveCount(0);
});

test('the trash asks before it deletes for good, says what that frees, and brings back', async ({ page, studio }) => {
  finishedJob(studio, 'an owl at night', 9);
  await page.goto(`${studio.url}#/library`);
  await box(page, 'an owl at night').nth(0).click();
  await box(page, 'an owl at night').nth(1).click();
  await bar(page).getByRole('button', { name: 'Move to the trash' }).click();
  await expect(page.getByText('2 pictures', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Trash (2)' }).click();
  await expect(page.getByText('2 pictures, 362 kB')).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'an owl at night').first().click();
  await bar(page).getByRole('button', { name: 'Bring back' }).click();
  await expect(page.getByText('1 picture, 181 kB')).toBeVisible();
  await page.getByRole('button', { name: 'Empty the trash' }).click();
  const question = page.getByRole('dialog', { name: 'Delete 1 picture for good?' });
  await expect(question).toContainText('frees 181 kB');
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  await expect(page.getByText('1 picture deleted, 181 kB freed')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Library' }).first().click();
  await expect(page.getByText('3 pictures', { exact: true })).toBeVisible();
});

test('collections are made from what is chosen, looked into, renamed, and come back when deleted', async ({
  page,
  studio,
}) => {
  finishedJob(studio, 'an owl at night', 9);
  finishedJob(studio, 'a lighthouse at dusk', 5);
  await page.goto(`${studio.url}#/library`);
  await box(page, 'an owl at night').first().click();
  await bar(page).getByRole('button', { name: 'Put into a collection' }).click();
  const dialog = page.getByRole('dialog', { name: 'Put into a collection' });
  await dialog.getByLabel('Name of the collection').fill('Birds');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Make' }).click();
  await expect(page.getByText('1 picture put into Birds')).toBeVisible();
  await page.getByRole('link', { name: 'Collections' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Rename Birds' }).click();
  await page.getByLabel('Name of the collection').fill('Owls');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Open Owls' }).click();
  await expect(page.getByLabel('Search the prompts')).toHaveValue('in:"Owls"');
  await expect(page.getByText('1 picture', { exact: true })).toBeVisible();
  await box(page, 'an owl at night').first().click();
  await bar(page).getByRole('button', { name: 'Take out of Owls' }).click();
  await expect(page.getByText('Nothing found')).toBeVisible();
  await page.getByRole('link', { name: 'Collections' }).click();
  await page.getByRole('button', { name: 'Delete Owls' }).click();
  await expect(page.getByRole('heading', { name: 'No collections yet' })).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByText('Owls deleted; its pictures stay')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(page.getByRole('button', { name: 'Open Owls' })).toBeVisible();
});

test('tags are given to many at once, with those in use offered while typing', async ({ page, studio }) => {
  finishedJob(studio, 'an owl at night', 9);
  await page.goto(`${studio.url}#/library`);
  const tagFirst = async (letters: string, offer: string | null) => {
    await box(page, 'an owl at night').first().click();
    await bar(page).getByRole('button', { name: 'Tags' }).click();
    const line = page.getByRole('combobox', { name: 'Give these tags' });
    await line.fill(letters);
    if (offer !== null) {
      await expect(page.getByRole('option', { name: offer })).toBeVisible();
      await expectAccessible(page);
      await line.press('ArrowDown');
      await expect(page.getByRole('option', { name: offer })).toHaveAttribute('aria-selected', 'true');
    }
    await line.press('Enter');
    await page.getByRole('button', { name: 'Change tags' }).click();
    await expect(page.getByText('1 picture changed').last()).toBeVisible();
    await bar(page).getByRole('button', { name: 'Choose none' }).click();
  };
  await tagFirst('Night', null);
  await expect(page.getByRole('button', { name: 'night 1' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'night 1' })).toHaveCount(0);
  await tagFirst('Night', null);
  await tagFirst('nig', 'night');
  await expect(page.getByRole('button', { name: 'night 1' })).toBeVisible();
});

test('the storage page counts by model and month, and empties the cache', async ({ page, studio }) => {
  finishedJob(studio, 'an owl at night', 9);
  await page.goto(`${studio.url}#/library`);
  await page.getByRole('link', { name: 'Storage' }).click();
  await expect(page.getByText('724 kB · 4 pictures').first()).toBeVisible();
  await expect(page.getByText('November 2026')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Empty the cache' }).click();
  await expect(page.getByText('21 MB freed')).toBeVisible();
});

test('one picture gets its tags in the viewer, each kept by Enter', async ({ page, studio }) => {
  finishedJob(studio, 'an owl at night', 9);
  await page.goto(`${studio.url}#/library`);
  await picture(page, 'an owl at night').first().click();
  const line = page.getByRole('dialog').getByRole('combobox', { name: 'Tags' });
  await line.fill('Bird');
  await line.press('Enter');
  await expect(page.getByRole('button', { name: 'Leave out bird' })).toBeVisible();
  await line.fill('night');
  await line.press(',');
  await expect(page.getByRole('button', { name: 'Leave out night' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Leave out night' }).click();
  await expect(page.getByRole('button', { name: 'Leave out night' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'bird 1' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'night 1' })).toHaveCount(0);
});

test('the viewer leafs on through a list that is longer than what the grid has fetched', async ({ page, studio }) => {
  for (let job = 0; job < 100; job += 1) finishedJob(studio, `picture ${job}`, job);
  await page.goto(`${studio.url}#/library`);
  const last = picture(page, 'picture 99').last();
  const first = picture(page, 'picture 0').first();
  await first.focus();
  await pressAt(first, 'End');
  await pressAt(last, 'Enter');
  const viewer = page.getByRole('dialog');
  await expect(viewer.getByRole('img', { name: 'picture 99' })).toBeVisible();
  // The row begins with what is in sight; near its beginning, what stands before is fetched.
  await expect(async () => {
    await viewer.press('ArrowLeft');
    await expect(viewer.getByRole('img', { name: 'picture 67' })).toBeVisible({ timeout: 1 });
  }).toPass({ intervals: [0] });
});
