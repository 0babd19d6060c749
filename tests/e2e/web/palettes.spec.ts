// Palettes on the page: made, painted with, kept alone or mixed, edited, removed and brought back, taken in from a file.

import type { Locator, Page } from '@playwright/test';
import { expect, test } from './studio.ts';
import { palettePictures } from './palette-files.ts';

const note = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') };

test('a palette is made of pictures, with the words a person gives them', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/palettes`);
  await page.getByRole('button', { name: 'New palette' }).click();
  const make = page.getByRole('button', { name: 'Make palette' });
  await expect(page.getByText('3 more pictures are needed')).toBeVisible();
  await page.getByLabel('Choose pictures').setInputFiles([...(await palettePictures()), note]);
  await expect(page.getByText('1 file was left out')).toBeVisible();
  await page.getByRole('button', { name: 'Take boat.png away' }).click();
  await page.getByLabel('Words for red-fish.png').fill('salmon');
  await expect(make).toBeDisabled();
  await page.getByLabel('Name', { exact: true }).fill('My sketchbook');
  await make.click();

  await expect(page.getByRole('listitem', { name: 'My sketchbook' })).toBeVisible();
  await expect(page.getByText('My sketchbook is ready to paint with')).toBeVisible();
  const made = studio.asked.find(({ name }) => name === 'palettes.create')?.input as {
    pictures: { name: string; caption: string }[];
  };
  expect(made).toMatchObject({ name: 'My sketchbook', author: '' });
  expect(made).not.toHaveProperty('licenceNote');
  expect(made.pictures).toHaveLength(10);
  expect(made.pictures[0]).toMatchObject({ name: 'red-fish.png', caption: 'salmon' });
});

test('pictures can be dropped', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/palettes/new`);
  const pictures = (await palettePictures()).slice(0, 3).map(({ buffer }) => buffer.toString('base64'));
  const files = await page.evaluateHandle((encoded) => {
    const dropped = new DataTransfer();
    for (const [at, text] of encoded.entries()) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.codePointAt(0) ?? 0);
      dropped.items.add(new File([bytes], `a cat ${at}.png`, { type: 'image/png' }));
    }
    return dropped;
  }, pictures);
  await page.getByText('Drop your pictures here').dispatchEvent('drop', { dataTransfer: files });

  await expect(page.getByLabel('Words for a cat 0.png')).toHaveValue('a cat');
  await expect(page.getByText('3 pictures', { exact: true })).toBeVisible();
});

test('is chosen in Create with one click', async ({ page, studio }) => {
  studio.palettes.fill();
  await page.goto(`${studio.url}#/palettes`);
  await page.getByRole('button', { name: 'Paint with it' }).click();

  await expect(page).toHaveURL(/#\/create$/);
  await expect(page.getByLabel('Model')).toHaveText(/Harbour sketchbook/);
});

test('can be kept alone, and mixed again', async ({ page, studio }) => {
  studio.palettes.fill();
  await page.goto(`${studio.url}#/palettes`);
  const alone = page.getByRole('switch', { name: 'Only my pictures' });
  await expect(page.getByText('drawn by the built-in model')).toBeVisible();
  await alone.click();
  await expect(page.getByText('the nearest of its pictures')).toBeVisible();
  await alone.click();
  await expect(page.getByText('drawn by the built-in model')).toBeVisible();

  const set = studio.asked.filter(({ name }) => name === 'settings.set').map(({ input }) => input);
  expect(set).toEqual([{ excludedSets: { 'palette-0123456789abcdef': ['blobs', 'gloss'] } }, { excludedSets: {} }]);
});

/** A dialog that has just closed may still hand the focus back to the button, after a menu faster than any hand has opened. */
async function openByKeyboard(page: Page, button: Locator): Promise<void> {
  await expect(async () => {
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem').first()).toBeFocused({ timeout: 1_000 });
  }).toPass();
}

test('gets other words, goes to the trash and comes back by keyboard', async ({ page, studio }) => {
  studio.palettes.fill();
  await page.goto(`${studio.url}#/palettes`);
  const more = page.getByRole('button', { name: 'More for Harbour sketchbook' });
  await openByKeyboard(page, more);
  await page.keyboard.press('Enter');
  await page.getByLabel('Words for cat.png').fill('sleepy cat');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('img', { name: 'sleepy cat' })).toBeVisible();

  await openByKeyboard(page, more);
  await page.keyboard.press('End');
  // The menu moves its focus in a task of its own, and a key of ours may come before it.
  await expect(page.getByRole('menuitem').last()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Paint in your own hand')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('listitem', { name: 'Harbour sketchbook' })).toBeVisible();
});

test('is taken in from a file', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/palettes`);
  const file = { name: 'harbour.tessera-palette', mimeType: 'application/octet-stream', buffer: Buffer.from('PK') };
  await page.getByLabel('A palette file').setInputFiles(file);

  await expect(page.getByText('Harbour sketchbook was imported')).toBeVisible();
  await expect(page.getByRole('listitem', { name: 'Harbour sketchbook' })).toBeVisible();
});
