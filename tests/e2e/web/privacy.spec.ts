// Privacy: nothing was ever sent until something was, and a switch that forbids it.

import { judgeInEveryLook } from './every-look.ts';
import { expect, test } from './studio.ts';

test('says that nothing was ever sent, then lists each request as it is made', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/settings`);
  await page.getByRole('link', { name: 'Open privacy' }).click();
  await expect(page.getByText('Nothing was ever sent')).toBeVisible();
  studio.network.ask({ purpose: 'download', origin: 'https://models.example', outcome: 'answered', status: 206 });
  await expect(
    page.getByRole('row', { name: /Model download https:\/\/models.example Answered \(206\)/ }),
  ).toBeVisible();
  await expect(page.getByText('1 request left this machine')).toBeVisible();
});

test('older requests come page by page', async ({ page, studio }) => {
  for (let request = 0; request < 60; request += 1)
    studio.network.ask({
      purpose: 'sync',
      origin: `https://host-${request}.example`,
      outcome: 'answered',
      status: 200,
    });
  await page.goto(`${studio.url}#/privacy`);
  await expect(page.getByRole('row')).toHaveCount(51);
  await page.getByRole('button', { name: 'Older requests' }).click();
  await expect(page.getByRole('row')).toHaveCount(61);
  await expect(page.getByRole('button', { name: 'Older requests' })).toBeHidden();
});

test('offline mode is switched on by keyboard', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/privacy`);
  const offline = page.getByRole('switch', { name: 'Offline mode' });
  await expect(offline).not.toBeChecked();
  await offline.focus();
  await page.keyboard.press('Space');
  await expect(offline).toBeChecked();
  await expect.poll(() => studio.asked.find(({ name }) => name === 'settings.set')?.input).toEqual({ offline: true });
});

judgeInEveryLook({
  'privacy-empty': async (page, studio) => {
    await page.goto(`${studio.url}#/privacy`);
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  },
  privacy: async (page, studio) => {
    studio.network.ask({ purpose: 'sync', origin: 'https://receiver.example', outcome: 'answered', status: 200 });
    studio.network.ask({
      purpose: 'language-model',
      origin: 'http://127.0.0.1:11434',
      outcome: 'failed',
      status: null,
    });
    studio.network.ask({ purpose: 'download', origin: 'https://models.example', outcome: 'refused', status: null });
    studio.network.ask({ purpose: 'download', origin: 'https://models.example', outcome: 'under-way', status: null });
    await page.goto(`${studio.url}#/privacy`);
    await expect(page.getByRole('row')).toHaveCount(5);
  },
});
