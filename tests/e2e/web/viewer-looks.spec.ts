// The family and the receipt beside a picture, in every look.

import type { Page } from '@playwright/test';
import type { FakeStudio } from '../../fakes/fake-studio.ts';
import { judgeInEveryLook } from './every-look.ts';
import { expect, finishedJob } from './studio.ts';

judgeInEveryLook({
  'viewer-family': async (page, studio) => {
    await openPart(page, studio, 1);
    await expect(page.getByRole('treeitem')).toHaveCount(5);
  },
  'viewer-receipt': async (page, studio) => {
    const file = { part: 'model', owner: 'sticker-mini', file: 'vae_decoder/model.onnx', state: 'changed' } as const;
    const difference = { max: 17, share: 0.125 };
    studio.lineage.verdict = { outcome: 'different', difference, problem: null, changes: [{ kind: 'file', ...file }] };
    await openPart(page, studio, 2);
    await expect(page.getByText('exemplars.bin')).toBeVisible();
    await page.getByRole('dialog').getByRole('region').getByRole('button').first().click();
    await expect(page.getByRole('status').getByText('vae_decoder/model.onnx')).toBeVisible();
  },
});

/** The viewer with a variation in it, and one of the parts of its panel, which are named in either language. */
async function openPart(page: Page, studio: FakeStudio, part: number): Promise<void> {
  const [first] = finishedJob(studio, 'a lighthouse at dusk', 3).images;
  if (first === undefined) throw new Error('a finished job has pictures');
  studio.jobs.submit({ kind: 'vary', image: first.id, strength: 'subtle' });
  studio.jobs.finishAll();
  await page.goto(studio.url);
  await page.getByRole('article').locator('img').first().click();
  await page.getByRole('dialog').getByRole('radio').nth(part).click();
}
