// The queue's states, in every look.

import { judgeInEveryLook } from './every-look.ts';
import { expect } from './studio.ts';

judgeInEveryLook({
  queue: async (page, studio) => {
    studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'first [hold]' } });
    studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'second' } }, new Date(Date.now() + 1));
    await page.goto(`${studio.url}#/queue`);
    await expect(page.getByText('second')).toBeVisible();
  },
  'queue-retrying': async (page, studio) => {
    studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'a castle [again]' } });
    await page.goto(`${studio.url}#/queue`);
    await expect(page.getByText(/1 (?:of|sur) 3/)).toBeVisible();
  },
  'queue-paused': async (page, studio) => {
    const prompts = [
      'a lighthouse at dusk, oil on canvas [hold]',
      'a valley in the morning',
      'a fox asleep in the snow',
    ];
    prompts.forEach((prompt, place) =>
      studio.jobs.submit({ kind: 'generate', recipe: { prompt } }, new Date(Date.now() + place)),
    );
    await page.goto(`${studio.url}#/queue`);
    await expect(page.getByRole('progressbar')).toBeVisible();
    const rows = page.getByRole('main').getByRole('listitem');
    await rows.filter({ hasText: 'a fox' }).getByRole('button').nth(1).click();
    await page.getByRole('main').getByRole('button').nth(1).click();
    await expect(rows).toHaveCount(3);
    await expect(page.getByRole('progressbar')).toBeHidden();
  },
  'queue-failed': async (page, studio) => {
    studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'a castle [fail]' } });
    await page.goto(`${studio.url}#/queue`);
    await expect(page.getByRole('main').getByRole('listitem')).toContainText('a castle');
  },
  'queue-log': async (page, studio) => {
    studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'a lighthouse at dusk [hold]' } });
    await page.goto(`${studio.url}#/queue`);
    await page.getByRole('main').getByRole('listitem').getByRole('button').last().click();
    await expect(page.getByRole('menuitem').last()).toBeVisible();
    await page.getByRole('menuitem').last().click();
    await expect(page.getByRole('dialog')).toContainText('started, attempt 1');
  },
  'create-queue-paused': async (page, studio) => {
    studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'a lighthouse at dusk [hold]' } });
    await page.goto(`${studio.url}#/queue`);
    await page.getByRole('main').getByRole('button').first().click();
    await page.goto(studio.url);
    await expect(page.getByRole('status').getByRole('button')).toBeVisible();
  },
});
