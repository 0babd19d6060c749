// Keys that work everywhere: they lead to their screens, are changed by pressing others, and never take what somebody has.

import type { Page } from '@playwright/test';
import { judgeInEveryLook } from './every-look.ts';
import { expect, test } from './studio.ts';

const commands = (name: string) => new RegExp(`Change the keys for: ${name}`);

test('keys lead to screens, and to the prompt', async ({ page, studio }) => {
  await page.goto(studio.url);
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toBeVisible();
  await page.keyboard.press('Alt+3');
  await expect(page.getByRole('heading', { name: 'Queue', exact: true })).toBeVisible();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('heading', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toBeFocused();
  // Where one types, a sign is a sign.
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue('?');
});

test('the queue is paused and resumed by a key', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/queue`);
  await expect(page.getByRole('button', { name: 'Pause the queue' })).toBeVisible();
  await page.keyboard.press('Alt+p');
  await expect(page.getByRole('button', { name: 'Resume the queue' })).toBeVisible();
  await page.keyboard.press('Alt+p');
  await expect(page.getByRole('button', { name: 'Pause the queue' })).toBeVisible();
});

test('a command gets other keys, and its usual ones back', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/shortcuts`);
  const change = page.getByRole('button', { name: commands('Go to Queue') });
  const row = page.getByRole('listitem').filter({ hasText: 'Go to Queue' });
  await change.focus();
  await page.keyboard.press('Enter');
  await expect(row).toContainText('Press the new keys');
  await page.keyboard.press('Alt+2');
  await expect(row.getByRole('status')).toHaveText('Alt 2 belongs to: Go to Library');
  await page.keyboard.press('Control+Enter');
  await expect(row.getByRole('status')).toHaveText('Ctrl ↵ belongs to: the window itself');
  await expectStill(page, 'shortcuts');
  await page.keyboard.press('Alt+q');
  await expect(row).toContainText('Alt Q');
  await page.reload();
  await expect(row).toContainText('Alt Q');
  await page.keyboard.press('Alt+q');
  await expect(page.getByRole('heading', { name: 'Queue', exact: true })).toBeVisible();
  await page.goto(`${studio.url}#/shortcuts`);
  await page.getByRole('button', { name: 'Usual keys for: Go to Queue' }).click();
  await expect(row).toContainText('Alt 3');
  await expect(change).toBeFocused();
});

test('listening ends by Escape, and changes nothing', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/shortcuts`);
  const row = page.getByRole('listitem').filter({ hasText: 'Write a prompt' });
  await row.getByRole('button').click();
  await expect(row).toContainText('Press the new keys');
  await page.keyboard.press('Escape');
  await expect(row).not.toContainText('Press the new keys');
  await expect(row).toContainText('/');
});

async function expectStill(page: Page, screen: string): Promise<void> {
  await expect(page).toHaveURL(new RegExp(`#/${screen}$`));
}

judgeInEveryLook({
  shortcuts: async (page, studio) => {
    await page.goto(`${studio.url}#/shortcuts`);
    await expect(page.getByRole('main').getByRole('listitem').last()).toBeVisible();
    await page.getByRole('main').getByRole('listitem').nth(1).getByRole('button').click();
    await page.keyboard.press('Alt+1');
    await expect(page.getByText(/Alt 1/).last()).toBeVisible();
  },
});
