// The page behind the desktop's door: the same screens, plus what only a desktop can do.

import { card, expect, finishedJob, test } from './studio.ts';

test('the window offers its clipboard and its file manager', async ({ page, studio }) => {
  const job = finishedJob(studio, 'a lighthouse at dusk');
  await page.addInitScript(() => {
    // What preload/index.ts exposes, with the fake studio behind it instead of the main process.
    const exposed = {
      call: async (name: string, input: unknown) =>
        (await fetch(`/call/${name}`, { method: 'POST', body: JSON.stringify(input) })).json(),
      onEvent: () => () => undefined,
      platform: { os: 'linux', versions: { electron: '45.4.1' } },
    };
    Object.defineProperty(globalThis, 'tessera', { value: exposed });
  });
  await page.goto(studio.url);
  await card(page, 'a lighthouse at dusk')
    .getByRole('button', { name: /^Picture 1 of/ })
    .click();
  const tools = page.getByRole('button', { name: 'More for this picture' });
  await tools.click();
  await page.getByRole('menuitem', { name: 'Copy picture' }).click();
  await expect(page.getByText('Picture copied')).toBeVisible();
  await tools.click();
  await page.getByRole('menuitem', { name: 'Show in folder' }).click();
  await expect
    .poll(() => studio.asked.filter((call) => call.name.startsWith('desktop.')))
    .toEqual([
      { name: 'desktop.copy', input: { image: job.images[0]?.id } },
      { name: 'desktop.reveal', input: { image: job.images[0]?.id } },
    ]);
});
