// Draws with the mock engine through the page's own three names, as the screen does.

import { expect, type Page } from '@playwright/test';

export interface DrawnJob {
  readonly id: string;
  readonly state: string;
  readonly attempt: number;
  readonly progress: number;
  readonly images: readonly { readonly id: string }[];
}

interface PageWindow {
  readonly tessera: { call(name: string, input: unknown): Promise<{ ok: boolean; value: DrawnJob }> };
}

export async function submitMock(page: Page, recipe: Readonly<Record<string, unknown>> = {}): Promise<DrawnJob> {
  const answer = await page.evaluate(
    (given) =>
      (window as unknown as PageWindow).tessera.call('generation.submit', {
        request: {
          kind: 'generate',
          recipe: { prompt: 'a red apple', model: 'mock', width: 128, height: 128, count: 1, ...given },
        },
      }),
    recipe,
  );
  expect(answer).toMatchObject({ ok: true });
  return answer.value;
}

export async function readJob(page: Page, id: string): Promise<DrawnJob> {
  const answer = await page.evaluate(
    (job) => (window as unknown as PageWindow).tessera.call('generation.get', { id: job }),
    id,
  );
  return answer.value;
}

/** The job once it is done; fails with its last state when it ends otherwise or takes longer than a minute. */
export async function finishedJob(page: Page, id: string): Promise<DrawnJob> {
  await expect
    .poll(async () => (await readJob(page, id)).state, { timeout: 60_000 })
    .toMatch(/completed|failed|cancelled/);
  const job = await readJob(page, id);
  expect(job.state).toBe('completed');
  return job;
}
