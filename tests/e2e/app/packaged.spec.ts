// The package itself: what is in it, that it draws from a folder it cannot write to, and that none of its processes goes online.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { launchApp, makeHome, removeHome } from './launch-app.ts';
import {
  filesUnder,
  giveAway,
  type Packaged,
  packApp,
  type RunningPackage,
  startPackaged,
  traced,
  waysOut,
} from './packaged-app.ts';

const prompt = 'a red apple';
/** What an installer carries beside Electron, at most. */
const largestPayloadBytes = 120_000_000;
const on = 0x31;
const off = 0x30;

let packaged: Packaged;
let removePackage = () => {};
let home: string;
let running: RunningPackage | undefined;

test.beforeAll(() => {
  test.setTimeout(300_000);
  packaged = packApp();
  removePackage = packaged.remove;
});
test.afterAll(() => removePackage());
test.beforeEach(() => {
  home = makeHome();
});
test.afterEach(() => {
  running?.kill();
  running = undefined;
  removeHome(home);
});

interface PageWindow {
  readonly tessera: { call(name: string, input: unknown): Promise<{ ok: boolean; value: { token: string } }> };
}

/** A data folder whose local API is on, so that a package without a debugger can be asked what it did. */
async function openData(folder: string) {
  const port = await freePort();
  const { app, page } = await launchApp({ home: folder });
  const token = await page.evaluate(async (localApiPort) => {
    const { tessera } = window as unknown as PageWindow;
    await tessera.call('settings.set', { localApi: true, localApiPort });
    return (await tessera.call('tokens.create', { name: 'the package', expiresInSeconds: 3600 })).value.token;
  }, port);
  await app.close();
  giveAway(home);

  return async function call<Answer>(name: string, input: unknown): Promise<Answer | undefined> {
    const answer = await fetch(`http://127.0.0.1:${port}/call/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    }).catch(() => undefined);
    if (answer === undefined) return undefined;
    if (!answer.ok) throw new Error(`${name} was answered ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { value: Answer }).value;
  };
}

interface Job {
  readonly id: string;
  readonly state: string;
  readonly images: readonly { readonly id: string }[];
}

/** Types a prompt into the window, then enlarges the first picture, searches, and leaves by Ctrl+Q. */
async function workWith(folder: string, data: string, record?: string): Promise<void> {
  const call = await openData(data);
  const app = startPackaged({ folder, home: data, ...(record === undefined ? {} : { record }) });
  running = app;
  const drawn = () => call<{ jobs: Job[] }>('generation.list', { limit: 5 });

  // The page may not have the focus yet when the window shows, so what was not heard is typed again.
  await expect(async () => {
    await app.enter(prompt);
    await expect.poll(async () => (await drawn())?.jobs.length, { timeout: 5_000 }).toBeGreaterThan(0);
  }).toPass({ timeout: 60_000 });
  await expect.poll(async () => (await drawn())?.jobs.at(-1)?.state, { timeout: 60_000 }).toBe('completed');

  const image = (await drawn())?.jobs.at(-1)?.images[0]?.id;
  await call('generation.submit', { request: { kind: 'upscale', image, factor: 2 } });
  await expect.poll(async () => (await drawn())?.jobs[0]?.state, { timeout: 60_000 }).toBe('completed');
  expect(await call('library.list', { search: 'apple' })).toMatchObject({ total: 5 });
  expect(filesUnder(join(data, 'library'), '.png')).toHaveLength(5);

  app.press('ctrl+q');
  expect(await app.ended).toBe(0);
  expect(processesOf(folder)).toEqual([]);
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

function processesOf(folder: string): string[] {
  const all = execFileSync('ps', ['-eo', 'args=', '-ww'], { encoding: 'utf8' });
  return all.split('\n').filter((line) => line.startsWith(realpathSync(folder)));
}

test('holds what was built, one architecture of it, what it owes to others, and is small', () => {
  const resources = join(packaged.folder, 'resources');
  const natives = [...filesUnder(resources, '.node'), ...filesUnder(resources, '.so')];
  expect(natives.length).toBeGreaterThan(2);
  expect(natives.filter((name) => !new RegExp(`linux[-/]${process.arch}`).test(name))).toEqual([]);
  expect(filesUnder(resources, '.ts')).toEqual([]);
  const sbom = JSON.parse(readFileSync(join(resources, 'third-party', 'sbom.cdx.json'), 'utf8')) as {
    components: { name: string }[];
  };
  const names = sbom.components.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['onnxruntime-node', 'react', 'zod', 'node']));
  expect(names).not.toContain('typescript');
  const bytes = Number(
    execFileSync('sh', ['-c', 'tar -cz resources | wc -c'], { cwd: packaged.folder, encoding: 'utf8' }),
  );
  console.log(
    `the package without Electron: ${(bytes / 1e6).toFixed(1)} MB by gzip, bar ${largestPayloadBytes / 1e6} MB`,
  );
  expect(bytes).toBeLessThan(largestPayloadBytes);
});

test('has the fuses of the table of rules', async () => {
  const wire = await getCurrentFuseWire(join(packaged.folder, 'tessera'));
  expect(wire).toMatchObject({
    [FuseV1Options.RunAsNode]: off,
    [FuseV1Options.EnableCookieEncryption]: on,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
    [FuseV1Options.EnableNodeCliInspectArguments]: off,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
    [FuseV1Options.OnlyLoadAppFromAsar]: on,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: off,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
  });
});

test('draws, enlarges, searches and leaves, and none of its processes goes online', async () => {
  const record = join(home, 'network.txt');
  await workWith(packaged.folder, home, record);
  const lines = readFileSync(record, 'utf8');
  expect(lines).toContain('sa_family=AF_INET, sin_port');
  expect(waysOut(lines)).toEqual([]);
});

test('the record would show a way out, had there been one', () => {
  const record = join(home, 'network.txt');
  const script = `require('node:dgram').createSocket('udp4').send('x', 9, '192.0.2.1', () => process.exit())`;
  const [program, ...rest] = traced(record);
  execFileSync(program, [...rest, process.execPath, '-e', script]);
  expect(waysOut(readFileSync(record, 'utf8'))).toContainEqual(expect.stringContaining('192.0.2.1'));
});

test('does the same from a folder it cannot write to, with spaces and letters of its own, over data in another', async () => {
  const data = join(home, 'données à moi');
  mkdirSync(data);
  await workWith(packaged.copy('été 2026 (test)'), data);
});
