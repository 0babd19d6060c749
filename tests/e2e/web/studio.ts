// What every test of the page starts from: a fake studio, a page that tolerates no violation, and a reader of faults.

import { test as base, expect, type Page } from '@playwright/test';
import { type FakeStudio, startFakeStudio } from '../../fakes/fake-studio.ts';

export { expectAccessible } from '../accessible.ts';

interface Fixtures {
  readonly studio: FakeStudio;
  /** How long the fake studio takes for one step of drawing. */
  readonly stepMs: number;
  /** Faults the page may report in this test, because it brings them about: a cut connection, a refused token. */
  readonly expectedFaults: RegExp | null;
  readonly watched: undefined;
}

export const test = base.extend<Fixtures>({
  expectedFaults: [null, { option: true }],
  stepMs: [40, { option: true }],
  studio: async ({ stepMs }, provide) => {
    const studio = await startFakeStudio({ stepMs });
    await provide(studio);
    await studio.stop();
  },
  /** Fails a test whose page threw, warned, broke its security policy or asked anyone but its own studio. */
  watched: [
    async ({ page, studio, expectedFaults }, provide) => {
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
      });
      page.on('request', (request) => {
        // What the page made itself, such as a picture that was chosen, has an address below its own as well.
        const address = request.url().replace(/^blob:/, '');
        if (!address.startsWith(studio.url)) faults.push(`asked elsewhere: ${request.url()}`);
      });
      await provide(undefined);
      expect(faults.filter((fault) => expectedFaults?.test(fault) !== true)).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

const minuteMs = 60_000;

/** A finished job, so many minutes old. */
export function finishedJob(
  studio: FakeStudio,
  prompt: string,
  minutesAgo = 5,
  size: { width?: number; height?: number } = {},
) {
  const job = studio.jobs.submit(
    { kind: 'generate', recipe: { prompt, ...size } },
    new Date(Date.now() - minutesAgo * minuteMs),
  );
  studio.jobs.finishAll();
  return studio.jobs.get(job.id);
}

export function card(page: Page, prompt: string) {
  return page.getByRole('article', { name: prompt });
}
