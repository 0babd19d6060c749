// Both kinds of engine host under a real app: they draw, their pictures are served, and a killed one costs an attempt only.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { finishedJob, readJob, submitMock } from './draw-picture.ts';
import { launchApp, makeHome, removeHome } from './launch-app.ts';

for (const kind of ['node', 'utility'] as const) {
  test.describe(`a host of kind ${kind}`, () => {
    let home: string;
    let app: ElectronApplication;
    let page: Page;

    test.beforeAll(async () => {
      home = makeHome();
      ({ app, page } = await launchApp({ home, environment: { TESSERA_ENGINE_HOST: kind } }));
    });

    test.afterAll(async () => {
      await app.close();
      removeHome(home);
    });

    test('draws, and the page is served the picture and its thumbnail', async () => {
      const job = await finishedJob(page, (await submitMock(page, { width: 512, height: 512 })).id);
      const served = await page.evaluate(
        (image) =>
          Promise.all(
            [`/image/${image}`, `/image/${image}?w=64`].map(async (address) => {
              const response = await fetch(address);
              return [response.status, response.headers.get('content-type'), (await response.blob()).size > 100];
            }),
          ),
        job.images[0]?.id ?? '',
      );
      expect(served).toEqual([
        [200, 'image/png', true],
        [200, 'image/webp', true],
      ]);
      expect(readFileSync(join(home, 'logs', 'tessera.log'), 'utf8')).toContain(
        `engine host: starting as ${kind} process`,
      );
    });

    test('killed with -9 in the middle costs an attempt and nothing else', async () => {
      const submitted = await submitMock(page, { count: 4, steps: 30, seed: 7 });
      await expect.poll(async () => (await readJob(page, submitted.id)).progress).toBeGreaterThan(0);
      process.kill(await enginePid(app, kind), 'SIGKILL');
      const job = await finishedJob(page, submitted.id);
      expect(job.attempt).toBe(2);
      expect(job.images).toHaveLength(4);
    });

    test('ends with the app', async () => {
      const { app: second, page: secondPage } = await launchApp({
        home: join(home, 'second'),
        environment: { TESSERA_ENGINE_HOST: kind },
      });
      await finishedJob(secondPage, (await submitMock(secondPage)).id);
      const pid = await enginePid(second, kind);
      await second.close();
      await expect.poll(() => isAlive(pid)).toBe(false);
    });
  });
}

/** A utility process is known to Electron by its name; a plain one to the system by its parent and its role. */
async function enginePid(app: ElectronApplication, kind: 'node' | 'utility'): Promise<number> {
  if (kind === 'utility') {
    const pid = await app.evaluate(
      ({ app: inside }) => inside.getAppMetrics().find((process) => process.name === 'Tessera engine')?.pid,
    );
    expect(pid).toBeGreaterThan(0);
    return pid ?? 0;
  }
  const main = await app.evaluate(() => process.pid);
  const lines = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const found = lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s+.*worker\.js engine$/.exec(line))
    .find((match) => Number(match?.[2]) === main);
  expect(found).toBeTruthy();
  return Number(found?.[1]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
