// Near-equal pictures in a browser: one of each group is kept, the others go to the trash and can come back; and pictures like one.

import { judgeInEveryLook } from './every-look.ts';
import { expect, finishedJob, test } from './studio.ts';

test('the others of a group go to the trash, and come back by undo', async ({ page, studio }) => {
  const job = finishedJob(studio, 'a lighthouse at dusk', 3);
  await page.goto(`${studio.url}#/library`);
  await page.getByRole('button', { name: 'More for the library' }).click();
  await page.getByRole('menuitem', { name: 'Find duplicates' }).click();
  const group = page.getByRole('group', { name: 'a lighthouse at dusk' });
  await expect(group.getByRole('radio')).toHaveCount(4);
  await group.getByRole('radio').nth(2).check();
  await group.getByRole('button', { name: 'Move the 3 others to the trash' }).click();
  await expect(page.getByRole('heading', { name: 'No duplicates' })).toBeVisible();
  expect(studio.asked.find(({ name }) => name === 'library.trash')?.input).toMatchObject({
    selection: {
      kind: 'pictures',
      ids: job.images.filter((_, place) => place !== 2).map(({ id }) => id),
    },
  });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(group.getByRole('radio')).toHaveCount(4);
});

test('a picture leads to those like it', async ({ page, studio }) => {
  const job = finishedJob(studio, 'a lighthouse at dusk', 3);
  await page.goto(studio.url);
  await page.getByRole('article').locator('img').first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'More for this picture' }).click();
  await page.getByRole('menuitem', { name: 'More like this' }).click();
  await expect(page.getByRole('searchbox')).toHaveValue(`like:${job.images[0]?.id}`);
  await expect(page.getByRole('dialog')).toBeHidden();
});

judgeInEveryLook({
  duplicates: async (page, studio) => {
    finishedJob(studio, 'a lighthouse at dusk, seen from the harbour while the last boats come home', 3);
    finishedJob(studio, 'a valley, wide', 7, { width: 640, height: 360 });
    await page.goto(`${studio.url}#/library/duplicates`);
    await expect(page.getByRole('radio')).toHaveCount(8);
  },
  'duplicates-none': async (page, studio) => {
    await page.goto(`${studio.url}#/library/duplicates`);
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  },
});
