// `npm run dev:mock`: the page from its sources, with live reload, over a simulated studio.

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Vite gathers the page's libraries once, which takes a while on a slow machine. */
const startTimeoutMs = 60_000;

let running: ChildProcess;
test.afterEach(() => {
  running.kill('SIGTERM');
});

test('draws a grid without an engine, from sources that reload as they change', async ({ page }) => {
  running = spawn(process.execPath, ['scripts/dev-mock.mjs', '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await addressOf(running);
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(address, { timeout: startTimeoutMs });
  // Vite loads the page once more when it has found another library to gather, and takes along what was being written.
  await expect(async () => {
    await page.getByLabel('Prompt', { exact: true }).fill('a red apple');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('button', { name: 'Picture 4 of: a red apple' }).first()).toBeVisible();
  }).toPass({ timeout: startTimeoutMs });
  expect(said).toContain('[vite] connected.');
});

function addressOf({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /is at (http\S+)\. Ctrl/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
}
