// What is packed: the fuses, the Electron, the packages and who among them may run a script at install.

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readText } from './shipped-sources.ts';

const Package = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  allowScripts: z.record(z.string(), z.boolean()),
  scripts: z.record(z.string(), z.string()),
});
const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      link: z.boolean().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
});

const manifest = Package.parse(JSON.parse(readText('package.json')));
const lock = Lock.parse(JSON.parse(readText('package-lock.json')));

test('every fuse is written out and set as the table of rules says', () => {
  const block = /^electronFuses:\n((?: {2}\S.*\n)+)/m.exec(readText('electron-builder.yml'))?.[1] ?? '';
  const fuses = Object.fromEntries(
    block
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/:\s*/)),
  );
  expect(fuses).toEqual({
    runAsNode: 'false',
    enableCookieEncryption: 'true',
    enableNodeOptionsEnvironmentVariable: 'false',
    enableNodeCliInspectArguments: 'false',
    enableEmbeddedAsarIntegrityValidation: 'true',
    onlyLoadAppFromAsar: 'true',
    loadBrowserProcessSpecificV8Snapshot: 'false',
    grantFileProtocolExtraPrivileges: 'false',
  });
});

test('what is packed is what was built and its resources: no test, no script, no simulated studio', () => {
  const block = /^files:\n((?: {2}- .*\n)+)/m.exec(readText('electron-builder.yml'))?.[1] ?? '';
  const taken = [...block.matchAll(/- "?([^"\n]+)/g)]
    .map((found) => found[1] ?? '')
    .filter((glob) => !glob.startsWith('!'));

  expect(taken).toEqual(['package.json', 'out/**', 'resources/**']);
  expect(readText('electron.vite.config.ts')).not.toContain('fakes');
});

describe('Electron', () => {
  /** Looked up on that day; Electron supports its newest three majors and brings one out every eight weeks. */
  const newest = { major: 45, on: '2026-11-21' };
  const supportedMajors = 3;
  const lookAgainAfterDays = 183;

  test('is one of the three newest majors', () => {
    const major = Number(/^(\d+)\./.exec(manifest.devDependencies['electron'] ?? '')?.[1]);
    expect(major).toBeGreaterThan(newest.major - supportedMajors);
  });

  test('was looked up in the last six months', () => {
    const days = (Date.now() - Date.parse(newest.on)) / 86_400_000;
    expect(days, 'look up the newest Electron, raise package.json, and set `newest` here').toBeLessThan(
      lookAgainAfterDays,
    );
  });
});

describe('packages', () => {
  const locked = Object.entries(lock.packages).filter(([path, { link }]) => path !== '' && link !== true);

  test('are asked for in exact versions', () => {
    const asked = { ...manifest.dependencies, ...manifest.devDependencies };
    expect(Object.entries(asked).filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
  });

  test('are locked with the hash of their content, and no address', () => {
    expect(locked.length).toBeGreaterThan(200);
    expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    const unhashed = locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    // Builds of tools for platforms that the registry behind the lockfile does not carry; none of them is shipped.
    expect(unhashed.filter(([, { dev, optional }]) => dev !== true || optional !== true).map(([path]) => path)).toEqual(
      [],
    );
  });

  test('run no script of their own at install, Node itself aside', () => {
    expect(manifest.allowScripts).toEqual({ node: true });
  });

  test('bring no second way around the network or the page limits', () => {
    const names = locked.map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(
      names.filter((name) => ['@electron/remote', 'electron-context-menu', 'electron-store'].includes(name)),
    ).toEqual([]);
  });
});
