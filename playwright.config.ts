// Two ways to use the built app from outside: its page in a browser, its window in Electron.

import { defineConfig } from '@playwright/test';
import { browserExecutable } from './scripts/browser-executable.mjs';

const executablePath = browserExecutable();

export default defineConfig({
  outputDir: 'test-results',
  // A test that passes on the second try is a fault in the app or in the test.
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  projects: [
    {
      name: 'web',
      testDir: 'tests/e2e/web',
      use: {
        browserName: 'chromium',
        viewport: { width: 1280, height: 800 },
        // Costs every test a fifth of its time; `--trace=on` brings it back for one that fails.
        trace: 'off',
        launchOptions: {
          ...(executablePath ? { executablePath } : {}),
          args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
        },
      },
    },
    { name: 'app', testDir: 'tests/e2e/app', timeout: 180_000 },
  ],
});
