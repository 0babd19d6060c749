// The boot of the desktop app over a real core in a fresh data folder: order, second instance, refusals, quitting.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

type Fake = typeof import('../../../fakes/electron.ts');
type FakeWindow = InstanceType<Fake['BrowserWindow']>;

let app: Fake['app'];
let BrowserWindow: Fake['BrowserWindow'];
let ipcMain: Fake['ipcMain'];
let journal: Fake['journal'];
let Menu: Fake['Menu'];
let protocol: Fake['protocol'];
let session: Fake['session'];
let home: string;
let printed: string[];
const argv = process.argv;

/** The entry does its work when it is loaded: each test loads it, and a fake of its own, anew. */
async function freshElectron(): Promise<void> {
  vi.resetModules();
  ({ app, BrowserWindow, ipcMain, journal, Menu, protocol, session } = await import('../../../fakes/electron.ts'));
}

beforeEach(async () => {
  await freshElectron();
  home = mkdtempSync(join(tmpdir(), 'tessera-boot-'));
  vi.stubEnv('TESSERA_HOME', home);
  printed = [];
  vi.spyOn(console, 'error').mockImplementation((...words: unknown[]) => {
    printed.push(words.map(String).join(' '));
  });
});

afterEach(async () => {
  process.argv = argv;
  if (app.listenerCount('will-quit') > 0 && app.exits.length === 0) {
    app.quit();
    await vi.waitFor(() => expect(app.exits).toHaveLength(1));
  }
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(home, { recursive: true, force: true });
});

async function boot(): Promise<void> {
  await import('../../../../main/index.ts');
}

async function bootToWindow(): Promise<FakeWindow> {
  await boot();
  await vi.waitFor(() => expect(journal.some((entry) => entry.startsWith('load '))).toBe(true), { timeout: 10_000 });
  const window = BrowserWindow.opened[0];
  if (window === undefined) throw new Error('no window');
  return window;
}

test('its limits come before everything, and the window last', async () => {
  await bootToWindow();
  expect(journal).toEqual([
    'enableSandbox',
    'registerSchemesAsPrivileged',
    'setPath userData',
    'requestSingleInstanceLock',
    'ready',
    'handle tessera',
    'new BrowserWindow',
    'load tessera://app/',
  ]);
  expect(session.defaultSession.beforeRequest).not.toBeNull();
  expect(BrowserWindow.opened[0]?.webContents.openHandler).not.toBeNull();
  expect(app.commandLine.switches).toEqual([]);
});

test('a --no-sandbox from the command line is not taken back, and never added', async () => {
  app.given = ['no-sandbox'];
  const window = await bootToWindow();
  expect(journal).not.toContain('enableSandbox');
  expect(window.options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true });
  expect(app.commandLine.switches).toEqual([]);
});

test("Chromium's profile lies in the data folder, and so does the database", async () => {
  await bootToWindow();
  expect(app.paths).toEqual({ userData: join(home, 'window') });
  expect(existsSync(join(home, 'tessera.db'))).toBe(true);
});

test('the page of the window may call', async () => {
  const { webContents } = await bootToWindow();
  const from = { sender: webContents, senderFrame: webContents.mainFrame };
  expect(await ipcMain.handlers.get('tessera:call')?.(from, 'settings.get', '{}')).toMatchObject({ ok: true });
});

test('the menu follows the language of the settings', async () => {
  const { webContents } = await bootToWindow();
  const from = { sender: webContents, senderFrame: webContents.mainFrame };
  expect(Menu.shown.at(-1)?.[0]?.label).toMatch(/^(?:File|Tessera)$/);
  await ipcMain.handlers.get('tessera:call')?.(from, 'settings.set', '{"language":"fr"}');
  expect(Menu.shown.at(-1)?.map((item) => item.label)).toContain('Édition');
});

test('a second instance leaves, and the first comes to the front', async () => {
  const first = await bootToWindow();
  first.minimized = true;
  app.emit('second-instance');
  expect([first.minimized, first.visible, first.focused]).toEqual([false, true, true]);
});

test('without the lock it says so and leaves before touching the data', async () => {
  app.hasLock = false;
  await boot();
  expect(app.exits).toEqual([0]);
  expect(printed[0]).toContain('already open');
  expect(existsSync(join(home, 'tessera.db'))).toBe(false);
});

test('a packaged app leaves when it is asked to open a debugger', async () => {
  app.isPackaged = true;
  process.argv = ['/opt/Tessera/tessera', '--remote-debugging-port=9222'];
  await boot();
  expect(app.exits).toEqual([2]);
  expect(journal).toEqual(['exit 2']);
  expect(printed[0]).toContain('--remote-debugging-port=9222');
});

test('a checkout does not: tests drive its window through the debugger', async () => {
  process.argv = ['electron', '.', '--inspect=0'];
  await bootToWindow();
  expect(app.exits).toEqual([]);
});

describe('a core that cannot open', () => {
  test('shows why, over a data folder that is a file', async () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    vi.stubEnv('TESSERA_HOME', file);
    await bootToWindow();
    const page = await protocol.handlers.get('tessera')?.(new Request('tessera://app/'));
    expect(await page?.text()).toContain('DATA_FOLDER_READ_ONLY');
    expect(journal).not.toContain('requestSingleInstanceLock');
    BrowserWindow.opened[0]?.closeByHand();
    expect(app.exits[0]).toBe(5);
  });

  test('shows why, over a database that is damaged, and leaves it as it was', async () => {
    writeFileSync(join(home, 'tessera.db'), 'this is no database'.repeat(300));
    await bootToWindow();
    const page = await protocol.handlers.get('tessera')?.(new Request('tessera://app/'));
    expect(await page?.text()).toContain('DATABASE_CORRUPT');
    BrowserWindow.opened[0]?.closeByHand();
    expect(app.exits[0]).toBe(5);
  });
});

test('quitting waits for the core, once', async () => {
  const window = await bootToWindow();
  window.closeByHand();
  await vi.waitFor(() => expect(app.exits).toEqual([0]));
  expect(journal.slice(-3)).toEqual(['quit', 'quit held back', 'exit 0']);
  // The data folder is free again: the lock went with the core.
  await freshElectron();
  await bootToWindow();
  expect(printed.join('\n')).not.toContain('DATA_FOLDER_IN_USE');
});
