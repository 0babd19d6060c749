// Pictures whose tensors are larger than Electron's allocator gives in one piece: they are drawn, and no host dies of them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { makeLargeModel } from '../../fixtures/tiny-models/large-tensors.ts';
import { finishedJob, submitMock } from './draw-picture.ts';
import { launchApp, makeHome, removeHome } from './launch-app.ts';

interface PageWindow {
  readonly tessera: { call(name: string, input: unknown): Promise<{ ok: boolean; value: { id: string } }> };
}

let home: string;
let app: ElectronApplication;
let page: Page;

test.beforeAll(async () => {
  home = makeHome();
  ({ app, page } = await launchApp({ home, environment: { TESSERA_ENGINE_HOST: 'utility' } }));
});

test.afterAll(async () => {
  await app.close();
  removeHome(home);
});

async function drawnBy(part: 'decoder' | 'denoiser', side: number) {
  const folder = join(home, `large-${part}`);
  makeLargeModel({ folder, part });
  const added = await page.evaluate(
    (given) => (window as unknown as PageWindow).tessera.call('models.add', { folder: given, id: 'large' }),
    folder,
  );
  expect(added).toMatchObject({ ok: true });
  const recipe = { model: 'large', width: side, height: side, steps: 1, guidanceScale: 1 };
  const { id } = await submitMock(page, recipe);
  const job = await finishedJob(page, id);
  await page.evaluate(() => (window as unknown as PageWindow).tessera.call('models.remove', { id: 'large' }));
  return job;
}

const log = () => readFileSync(join(home, 'logs', 'tessera.log'), 'utf8');

test('a decoder of 1040 MiB works in tiles, in the very utility process, and the card says so', async () => {
  const job = await drawnBy('decoder', 1024);
  expect(job).toMatchObject({ attempt: 1, notes: [{ code: 'DOWNGRADED_TILES' }] });
  expect(log()).toContain('engine host: starting as utility process');
  expect(log()).not.toContain('engine host: starting as node process');
  await expect(page.getByText(/tiles of 512x512 pixels/)).toBeVisible();
});

test('a denoiser of 1296 MiB is taken to a plain Node process', async () => {
  const job = await drawnBy('denoiser', 768);
  expect(job).toMatchObject({ attempt: 1, notes: [] });
  expect(log()).toContain('engine host: starting as node process, because a tensor of 1 GiB or more');
  // Ended on purpose, never by the allocator.
  expect(log()).not.toContain('SIGTRAP');
});
