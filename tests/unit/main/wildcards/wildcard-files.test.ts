// Wildcard files: lines without comments, names with folders and stars, and nothing outside the folder.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readWildcard, wildcardNames } from '../../../../main/wildcards/wildcard-files.ts';

const home = mkdtempSync(join(tmpdir(), 'wildcards-'));
afterAll(() => rmSync(home, { recursive: true }));

test('is null before there is a folder', () => {
  expect(readWildcard(home, 'colours')).toBeNull();
});

test('gives the lines of every file that fits, without comments and empty ones', () => {
  mkdirSync(join(home, 'wildcards', 'animals'), { recursive: true });
  writeFileSync(join(home, 'wildcards', 'colours.txt'), '\uFEFFred\r\n# no colour\r\n\r\n  green  \n');
  writeFileSync(join(home, 'wildcards', 'animals', 'big.txt'), 'elephant');
  writeFileSync(join(home, 'wildcards', 'animals', 'small.txt'), 'mouse');
  expect(readWildcard(home, 'colours')).toEqual(['red', 'green']);
  expect(readWildcard(home, 'Colours')).toEqual(['red', 'green']);
  expect(readWildcard(home, 'animals/big')).toEqual(['elephant']);
  expect(readWildcard(home, 'animals/*')).toEqual(['elephant', 'mouse']);
  expect(readWildcard(home, '*s')).toEqual(['red', 'green']);
  expect(readWildcard(home, 'animals')).toBeNull();
});

test('reads nothing outside the folder', () => {
  writeFileSync(join(home, 'secret.txt'), 'secret');
  symlinkSync(join(home, 'secret.txt'), join(home, 'wildcards', 'link.txt'));
  symlinkSync(home, join(home, 'wildcards', 'up'));
  for (const name of ['../secret', '*/../../secret', 'link', 'up/secret', '/secret', 'animals/../../secret']) {
    expect(readWildcard(home, name)).toBeNull();
  }
});

test('a name full of stars is answered at once', () => {
  const started = performance.now();
  readWildcard(home, `${'*a'.repeat(100)}b`);
  expect(performance.now() - started).toBeLessThan(1000);
});

test('tells the names a prompt can write, in the order of the alphabet and without those that lead outside', () => {
  const names = wildcardNames(home);
  expect(names).toEqual([...names].sort((one, other) => (one < other ? -1 : 1)));
  expect(names.every((name) => readWildcard(home, name) !== null)).toBe(true);
  expect(names).not.toContain('link');
  expect(wildcardNames(join(home, 'nowhere'))).toEqual([]);
});
