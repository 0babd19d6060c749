// A backup took the database's place: the page says what came back and what is lost, in every look, until it was read.

import type { Page } from '@playwright/test';
import type { Restoration } from '../../../shared/domain/backup.ts';
import { judgeInEveryLook } from './every-look.ts';
import { expect, test } from './studio.ts';

const restoration: Restoration = {
  at: '2026-11-21T09:00:00.000Z',
  cause: 'damaged',
  backup: {
    name: 'tessera-20261120T180000000Z-daily.db',
    reason: 'daily',
    createdAt: '2026-11-20T18:00:00.000Z',
    sizeBytes: 1_400_000,
  },
  aside: 'replaced-20261121T090000000Z.db',
  adopted: { pictures: 12, unknown: 0, missing: 1 },
};

async function restored(page: Page, told: Restoration): Promise<void> {
  const answer = (value: Restoration | null) => ({
    json: { ok: true, value: { backups: [], problem: null, restoration: value } },
  });
  await page.route('**/call/backups.list', (route) => route.fulfill(answer(told)));
  await page.route('**/call/backups.acknowledge', (route) => route.fulfill(answer(null)));
}

judgeInEveryLook({
  restored: async (page, studio) => {
    await restored(page, restoration);
    await page.goto(studio.url);
    await expect(page.getByText('replaced-20261121T090000000Z.db')).toBeVisible();
  },
  'restored-adopting': async (page, studio) => {
    await restored(page, { ...restoration, adopted: null });
    await page.goto(studio.url);
    await expect(page.getByText('replaced-20261121T090000000Z.db')).toBeVisible();
  },
});

test('tells of the backup, of the pictures that came back and of what is lost, and goes when it was read', async ({
  page,
  studio,
}) => {
  await restored(page, restoration);
  await page.goto(studio.url);
  const notice = page.getByRole('status').filter({ hasText: 'restored from a backup' });
  await expect(notice).toContainText('12 pictures made since then were taken up again');
  await expect(notice).toContainText('The file of 1 picture is gone');
  await expect(notice).toContainText('Lost are jobs without a finished picture');
  await notice.getByRole('button', { name: 'Understood' }).press('Enter');
  await expect(notice).toBeHidden();
});

test('cannot be put away while pictures are still taken up', async ({ page, studio }) => {
  await restored(page, { ...restoration, adopted: null });
  await page.goto(studio.url);
  const notice = page.getByRole('status').filter({ hasText: 'restored from a backup' });
  await expect(notice).toContainText('are being taken up again');
  await expect(notice.getByRole('button')).toHaveCount(0);
});
