// The library in a real window over a real database: a picture is thrown away, brought back, collected, and ends for good.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { finishedJob, submitMock } from './draw-picture.ts';
import { type Launched, launchApp, makeHome, removeHome } from './launch-app.ts';

let home: string;
let launched: Launched;

test.beforeEach(async () => {
  home = makeHome();
  launched = await launchApp({ home });
});
test.afterEach(async () => {
  await launched.app.close();
  removeHome(home);
});

test('a picture goes to the trash and back, into a collection, and its file ends with its record', async () => {
  const { page } = launched;
  await finishedJob(page, (await submitMock(page, { count: 2 })).id);
  await page.getByRole('link', { name: 'Library', exact: true }).click();
  await expect(page.getByText('2 pictures', { exact: true })).toBeVisible();
  expect(filesOf(home)).toHaveLength(2);

  await chooseFirst(page);
  await bar(page).getByRole('button', { name: 'Put into a collection' }).click();
  await page.getByLabel('Name of the collection').fill('Apples');
  await page.getByRole('button', { name: 'Make' }).click();
  await expect(page.getByRole('button', { name: 'Apples 1' })).toBeVisible();

  await bar(page).getByRole('button', { name: 'Move to the trash' }).click();
  await expect(page.getByText('1 picture', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Trash (1)' }).click();
  await chooseFirst(page);
  await bar(page).getByRole('button', { name: 'Bring back' }).click();
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();

  await page.getByRole('link', { name: 'Library', exact: true }).last().click();
  await expect(page.getByRole('button', { name: 'Apples 1' })).toBeVisible();
  await chooseFirst(page);
  await bar(page).getByRole('button', { name: 'Move to the trash' }).click();
  await page.getByRole('link', { name: 'Trash (1)' }).click();
  await page.getByRole('button', { name: 'Empty the trash' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  await expect.poll(() => filesOf(home).length).toBe(1);
});

const bar = (page: Page) => page.getByRole('region', { name: 'Chosen pictures' });

async function chooseFirst(page: Page): Promise<void> {
  await page.getByRole('list', { name: 'Pictures' }).getByRole('checkbox').first().click();
  await expect(bar(page)).toContainText('1 chosen');
}

function filesOf(folder: string): string[] {
  const library = join(folder, 'library');
  if (!existsSync(library)) return [];
  return readdirSync(library, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.png'));
}
