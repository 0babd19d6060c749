// One prompt through a real window and back as four pictures, on both kinds of engine host, with processes killed on the way.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import Database from 'better-sqlite3';
import { type Launched, launchApp, makeHome, removeHome } from './launch-app.ts';
import { descendants, kill } from './processes.ts';

const drawn = /^Picture [1-4] of: /;
/** Long enough that a kill lands in the middle, on any machine. */
const slowSteps = '120';

for (const host of ['node', 'utility'] as const) {
  test.describe(`with the ${host} host`, () => {
    let home: string;
    let launched: Launched;

    const launch = async (): Promise<Page> => {
      launched = await launchApp({ home, environment: { TESSERA_ENGINE_HOST: host } });
      return launched.page;
    };

    test.beforeEach(() => {
      home = makeHome();
    });
    test.afterEach(async () => {
      await launched.app.close();
      removeHome(home);
    });

    test('a prompt becomes live previews, then four pictures that are still there after a restart', async () => {
      const page = await launch();
      const previews = collectPreviews(page);
      await create(page, 'a penguin on snow');

      await expect(page.getByRole('button', { name: drawn })).toHaveCount(4, { timeout: 60_000 });
      await expectLoaded(page, 4);
      expect(previews.length).toBeGreaterThan(0);
      const before = filesOf(home);
      expect(before).toHaveLength(4);

      await launched.app.close();
      const again = await launch();
      await expect(again.getByRole('button', { name: drawn })).toHaveCount(4);
      await expectLoaded(again, 4);
      expect(filesOf(home)).toEqual(before);
    });

    test('the job finishes by itself when the engine host is killed in the middle', async () => {
      const page = await launch();
      await create(page, 'an owl at night', slowSteps);
      await expect(page.getByRole('button', { name: drawn })).toHaveCount(1, { timeout: 60_000 });
      const hosts = engineHosts(launched);
      expect(hosts.length).toBeGreaterThan(0);
      for (const pid of hosts) kill(pid);

      await expect(page.getByRole('button', { name: drawn })).toHaveCount(4, { timeout: 90_000 });
      await expect(page.getByText('the job went on by itself')).toBeVisible();
      expect(states(home)).toEqual({ job: 'completed', attempt: 2, ready: 4 });
    });

    test('the job continues after a restart when the app is killed in the middle', async () => {
      const page = await launch();
      await create(page, 'a rocket in space', slowSteps);
      await expect(page.getByRole('button', { name: drawn })).toHaveCount(1, { timeout: 60_000 });
      const kept = filesOf(home);
      const app = launched.app.process();
      const gone = new Promise((resolve) => app.once('exit', resolve));
      kill(app.pid ?? 0);
      await gone;

      const again = await launch();
      await expect(again.getByRole('button', { name: drawn })).toHaveCount(4, { timeout: 90_000 });
      expect(filesOf(home)).toEqual(expect.arrayContaining(kept));
      expect(states(home)).toEqual({ job: 'completed', attempt: 1, ready: 4 });
    });
  });
}

async function create(page: Page, prompt: string, steps?: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill(prompt);
  if (steps !== undefined) {
    await page.getByRole('button', { name: 'Advanced' }).click();
    await page.getByRole('textbox', { name: 'Steps' }).fill(steps);
  }
  await page.keyboard.press('ControlOrMeta+Enter');
}

/** Every preview the page showed, by its address. */
function collectPreviews(page: Page): string[] {
  const seen: string[] = [];
  page.on('response', (response) => {
    if (new URL(response.url()).pathname.startsWith('/preview/') && response.status() === 200)
      seen.push(response.url());
  });
  return seen;
}

/** Pictures on the screen that really hold pixels, not only an element. */
async function expectLoaded(page: Page, count: number): Promise<void> {
  const loaded = page.getByRole('button', { name: drawn }).locator('img[src^="/image/"]');
  await expect
    .poll(() =>
      loaded.evaluateAll((images) => images.filter((image) => (image as HTMLImageElement).naturalWidth > 0).length),
    )
    .toBe(count);
}

function engineHosts({ app }: Launched): number[] {
  return descendants(app.process().pid ?? 0)
    .filter(({ command }) => /worker\.js\S* engine/.test(command) || command.includes('node.mojom.NodeService'))
    .map(({ pid }) => pid);
}

function filesOf(home: string): string[] {
  return rows(home, 'SELECT file FROM images WHERE file IS NOT NULL ORDER BY file')
    .map((row) => String(row['file']))
    .filter((file) => existsSync(join(home, 'library', file)));
}

function states(home: string): unknown {
  const [job] = rows(home, 'SELECT state, attempt FROM jobs');
  const [images] = rows(home, "SELECT count(*) AS ready FROM images WHERE state = 'ready'");
  return { job: job?.['state'], attempt: job?.['attempt'], ready: images?.['ready'] };
}

function rows(home: string, sql: string): Record<string, unknown>[] {
  const database = new Database(join(home, 'tessera.db'), { readonly: true });
  try {
    return database.prepare(sql).all() as Record<string, unknown>[];
  } finally {
    database.close();
  }
}
