// The queue's order and its pauses: by keyboard, by dragging and by menu, with the log and a copy of each job.

import type { Page } from '@playwright/test';
import type { FakeStudio } from '../../fakes/fake-studio.ts';
import { expect, expectAccessible, test } from './studio.ts';

/** One job that never ends, and others that wait behind it. */
async function openQueue(page: Page, studio: FakeStudio, waiting: readonly string[]): Promise<void> {
  ['first [hold]', ...waiting].forEach((prompt, place) =>
    studio.jobs.submit({ kind: 'generate', recipe: { prompt } }, new Date(Date.now() + place)),
  );
  await page.goto(`${studio.url}#/queue`);
  await expect(page.getByRole('region', { name: 'Drawing now' })).toContainText('first [hold]');
}

const waitingRows = (page: Page) => page.getByRole('region', { name: /waiting/ }).getByRole('listitem');
const asked = (studio: FakeStudio, name: string) => studio.asked.filter((call) => call.name === name);

test('a job is moved by Alt and arrows, keeps the focus, and its new place is told', async ({ page, studio }) => {
  await openQueue(page, studio, ['second', 'third', 'fourth']);
  const handle = page.getByRole('button', { name: 'Move: fourth' });
  await handle.focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(waitingRows(page)).toContainText(['second', 'fourth', 'third']);
  await expect(page.getByText('fourth is now number 2 of 3')).toBeAttached();
  await expect(handle).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(waitingRows(page)).toContainText(['fourth', 'second', 'third']);
  await expect(handle).toBeFocused();
  // There is nothing above the first place.
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(waitingRows(page)).toContainText(['second', 'fourth', 'third']);
  await expect.poll(() => asked(studio, 'queue.move').length).toBe(3);
  await page.reload();
  await expect(waitingRows(page)).toContainText(['second', 'fourth', 'third']);
});

test('a job is dragged before another one, and to the end', async ({ page, studio }) => {
  await openQueue(page, studio, ['second', 'third', 'fourth']);
  await waitingRows(page)
    .nth(2)
    .dragTo(waitingRows(page).nth(0), { targetPosition: { x: 200, y: 4 } });
  await expect(waitingRows(page)).toContainText(['fourth', 'second', 'third']);
  const { height } = (await waitingRows(page).nth(2).boundingBox()) ?? { height: 0 };
  await waitingRows(page)
    .nth(0)
    .dragTo(waitingRows(page).nth(2), { targetPosition: { x: 200, y: height - 4 } });
  await expect(waitingRows(page)).toContainText(['second', 'third', 'fourth']);
});

test('a job is sent to the front from its menu', async ({ page, studio }) => {
  await openQueue(page, studio, ['second', 'third']);
  await page.getByRole('button', { name: 'More for: third' }).click();
  await page.getByRole('menuitem', { name: 'Send to front' }).click();
  await expect(waitingRows(page)).toContainText(['third', 'second']);
});

test('one job is paused and goes on, while the others wait for their turn', async ({ page, studio }) => {
  await openQueue(page, studio, ['second']);
  await page.getByRole('button', { name: 'Pause: first [hold]' }).click();
  const paused = waitingRows(page).filter({ hasText: 'first [hold]' });
  await expect(paused).toContainText('Paused');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Resume: first [hold]' }).click();
  await expect(page.getByRole('region', { name: 'Drawing now' })).toContainText('first [hold]');
});

test('the whole queue is paused, says so where pictures are awaited, and goes on from there', async ({
  page,
  studio,
}) => {
  await openQueue(page, studio, ['second']);
  await expect(page.getByText('All done in about')).toBeVisible();
  await page.getByRole('button', { name: 'Pause the queue' }).click();
  await expect(page.getByText('The queue is paused', { exact: true })).toBeVisible();
  await expect(waitingRows(page)).toContainText(['first [hold]', 'second']);
  await expectAccessible(page);
  await page.goto(`${studio.url}#/create`);
  await page.getByRole('button', { name: 'Resume the queue' }).click();
  await expect(page.getByText('The queue is paused, so nothing is drawn.')).toBeHidden();
  await expect.poll(() => studio.jobs.newestFirst().at(-1)?.state).toBe('running');
});

test('the log of a job is read and copied', async ({ page, studio, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openQueue(page, studio, []);
  await page.getByRole('button', { name: 'More for: first [hold]' }).click();
  await page.getByRole('menuitem', { name: 'Show log' }).click();
  const log = page.getByRole('dialog', { name: 'Log of the job' });
  await expect(log).toContainText('started, attempt 1');
  await expectAccessible(page);
  await log.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText('Log copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('started, attempt 1');
  await log.getByRole('button', { name: 'Close' }).click();
  await expect(log).toBeHidden();
});

test('a copy of a job is edited in the form', async ({ page, studio }) => {
  await openQueue(page, studio, []);
  await page.getByRole('button', { name: 'More for: first [hold]' }).click();
  await page.getByRole('menuitem', { name: 'Edit a copy' }).click();
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue('first [hold]');
});

test('a job that failed tells why and is tried again', async ({ page, studio }) => {
  studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'a castle [fail]' } });
  await page.goto(`${studio.url}#/queue`);
  const failed = page.getByRole('region', { name: '1 failed' });
  await expect(failed).toContainText('a castle [fail]');
  await expectAccessible(page);
  await failed.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => asked(studio, 'generation.retry').length).toBe(1);
});
