// In a real window: the queue is paused and put in order, both outlive a restart, and nothing was sent to anyone meanwhile.

import { expect, type Page, test } from '@playwright/test';
import { finishedJob, submitMock } from './draw-picture.ts';
import { launchApp, makeHome, removeHome } from './launch-app.ts';

const rows = (page: Page) => page.getByRole('region', { name: '2 waiting' }).getByRole('listitem');

test('a paused queue and its order outlive a restart, and it goes on in that order', async () => {
  const home = makeHome();
  let { app, page } = await launchApp({ home });
  await page.getByRole('link', { name: 'Queue' }).click();
  await page.getByRole('button', { name: 'Pause the queue' }).click();
  await expect(page.getByText('The queue is paused', { exact: true })).toBeVisible();
  const first = await submitMock(page, { prompt: 'first' });
  const second = await submitMock(page, { prompt: 'second' });
  await expect(rows(page)).toContainText(['first', 'second']);
  await page.getByRole('button', { name: 'Move: second' }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(rows(page)).toContainText(['second', 'first']);
  await expect(page.getByRole('button', { name: 'Move: second' })).toBeFocused();
  await app.close();

  ({ app, page } = await launchApp({ home }));
  await page.getByRole('link', { name: 'Queue' }).click();
  await expect(rows(page)).toContainText(['second', 'first']);
  await page.getByRole('button', { name: 'Resume the queue' }).click();
  await finishedJob(page, second.id);
  await finishedJob(page, first.id);
  await expect(page.getByText('Nothing in the queue')).toBeVisible();

  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Open privacy' }).click();
  await expect(page.getByText('Nothing was ever sent')).toBeVisible();
  await page.getByRole('switch', { name: 'Offline mode' }).click();
  await expect(page.getByRole('switch', { name: 'Offline mode' })).toBeChecked();
  await page.getByRole('link', { name: 'Models' }).click();
  await page.getByRole('button', { name: 'Download Stable Diffusion 1.4' }).click();
  await expect(page.getByText('Offline mode is on', { exact: true })).toBeVisible();
  await app.close();
  removeHome(home);
});
