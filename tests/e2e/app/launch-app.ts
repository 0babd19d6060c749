// Starts the built app in a real Electron, over a data folder of the test's own.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface Launched {
  readonly app: ElectronApplication;
  readonly page: Page;
}

/** What the tests themselves need of the environment; the app gets nothing else. */
const passedOn = [
  'PATH',
  'HOME',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'XDG_RUNTIME_DIR',
  'TMPDIR',
  'SystemRoot',
  'LANG',
];

interface Electron {
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
}

let found: Electron | undefined;

/** The Electron that `npm test` resolved, or else resolved here. Fails with the remedy where there is none. */
export function electron(): Electron {
  const { TESSERA_ELECTRON: executable, TESSERA_SQLITE_BINDING: binding } = process.env;
  if (executable) return { executable, environment: binding ? { TESSERA_SQLITE_BINDING: binding } : {} };
  found ??= JSON.parse(
    execFileSync(process.execPath, [join(root, 'scripts', 'resolve-electron.mjs'), '--json'], { encoding: 'utf8' }),
  ) as Electron;
  return found;
}

/** The environment of an app over this data folder. */
export function environmentFor(home: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const passed = passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(passed), ...electron().environment, TESSERA_HOME: home, ...more };
}

/** Chromium's sandbox refuses to run as root; only the command line may say so, never the app. */
export function argumentsFor(folder: string): string[] {
  return [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), folder];
}

export async function launchApp(options: {
  readonly home: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly switches?: readonly string[];
}): Promise<Launched> {
  const app = await attach({
    executablePath: electron().executable,
    args: [...(options.switches ?? []), ...argumentsFor(root)],
    env: environmentFor(options.home, options.environment),
    cwd: root,
  });
  const page = await app.firstWindow();
  await page.waitForLoadState('domcontentloaded');
  return { app, page };
}

/** Ten times what a launch takes on a slow machine. */
const attachTimeoutMs = 20_000;
const attachAttempts = 3;

/**
 * The driver attaches to the app's two debuggers while it boots, and about one time in a dozen waits for ever although the
 * app is up and its window shown. That is a race of the driver's; such an app is ended and started again.
 */
async function attach(options: Parameters<typeof _electron.launch>[0]): Promise<ElectronApplication> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await _electron.launch({ ...options, timeout: attachTimeoutMs });
    } catch (error) {
      const timedOut = error instanceof Error && error.message.includes('Timeout');
      if (!timedOut || attempt === attachAttempts) throw error;
    }
  }
}

export function makeHome(): string {
  return mkdtempSync(join(tmpdir(), 'tessera-app-'));
}

export function removeHome(home: string): void {
  // A process that was just killed may still be closing a file in it.
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
