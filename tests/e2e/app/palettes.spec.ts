// A palette through a real window: made of pictures, painted with, exported, and on a clean profile the same picture again.

import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { drawingNames, drawingOnPaper, wavesOverAll } from '../../fixtures/palette-pictures.ts';
import { type Launched, launchApp, makeHome, removeHome } from './launch-app.ts';

const drawn = /^Picture [1-4] of: /;
let homes: string[] = [];
let running: Launched[] = [];
let pictures: string;

test.beforeEach(async () => {
  pictures = mkdtempSync(join(tmpdir(), 'tessera-pictures-'));
  for (const name of drawingNames) writeFileSync(join(pictures, `${name}.png`), await drawingOnPaper(name));
  writeFileSync(join(pictures, 'sea waves.png'), await wavesOverAll());
});

test.afterEach(async () => {
  for (const { app } of running) await app.close();
  for (const home of homes) removeHome(home);
  rmSync(pictures, { recursive: true, force: true });
  [homes, running] = [[], []];
});

test('is made, painted with, exported, and paints the same pictures on a clean profile', async () => {
  const files = readdirSync(pictures).map((name) => join(pictures, name));
  expect(files).toHaveLength(12);

  const first = await open();
  await first.page.getByRole('link', { name: 'Palettes' }).click();
  await first.page.getByRole('button', { name: 'New palette' }).click();
  await first.page.getByLabel('Choose pictures').setInputFiles(files);
  await expect(first.page.getByLabel('Words for red-fish.png')).toHaveValue('red fish');
  await first.page.getByLabel('Name', { exact: true }).fill('Harbour sketchbook');
  await first.page.getByLabel('What others may do with it').fill('For friends only.');
  await first.page.getByRole('button', { name: 'Make palette' }).click();

  const card = first.page.getByRole('listitem', { name: 'Harbour sketchbook' });
  await expect(card).toBeVisible({ timeout: 60_000 });
  await expect(card.getByText('12 pictures · 11 cut out')).toBeVisible();
  await expect(card.getByText('For friends only.')).toBeVisible();
  const painted = await paint(first.page);

  await first.page.getByRole('link', { name: 'Palettes' }).click();
  await card.getByRole('button', { name: 'More for Harbour sketchbook' }).click();
  await first.page.getByRole('menuitem', { name: 'Export to share' }).click();
  await expect(first.page.getByText('Exported as Harbour-sketchbook.tessera-palette')).toBeVisible();

  const second = await open();
  await second.page.getByRole('link', { name: 'Palettes' }).click();
  await expect(second.page.getByText('Paint in your own hand')).toBeVisible();
  const file = join(first.home, 'exports', 'Harbour-sketchbook.tessera-palette');
  await second.page.getByLabel('A palette file').setInputFiles(file);
  await expect(second.page.getByText('Harbour sketchbook was imported')).toBeVisible();
  await expect(
    second.page.getByRole('listitem', { name: 'Harbour sketchbook' }).getByRole('img').first(),
  ).toBeVisible();

  expect(await paint(second.page)).toEqual(painted);
});

async function open() {
  const home = makeHome();
  const launched = await launchApp({ home });
  homes.push(home);
  running.push(launched);
  return { ...launched, home };
}

/** Four pictures of one prompt and seed in the hand of the palette. @returns the SHA-256 of their pixels */
async function paint(page: Page): Promise<string[]> {
  await page.getByRole('button', { name: 'Paint with it' }).click();
  await expect(page.getByLabel('Model')).toHaveText(/Harbour sketchbook/);
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('Seed', { exact: true }).fill('7');
  await page.getByLabel('Prompt', { exact: true }).fill('a fish on the beach');
  await page.keyboard.press('Control+Enter');
  const tiles = page.getByRole('button', { name: drawn });
  await expect(tiles).toHaveCount(4, { timeout: 60_000 });
  const ids = await page
    .locator('img[src^="/image/"]')
    .evaluateAll((images) => images.map((image) => new URL((image as HTMLImageElement).src).pathname));
  const hashes: string[] = [];
  for (const path of ids) {
    const bytes = await page.evaluate(
      async (from) => [...new Uint8Array(await (await fetch(from)).arrayBuffer())],
      path,
    );
    const pixels = await sharp(Buffer.from(bytes)).raw().toBuffer();
    hashes.push(createHash('sha256').update(pixels).digest('hex'));
  }
  expect(new Set(hashes).size).toBe(4);
  return hashes;
}
