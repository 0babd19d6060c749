// tessera export and tessera import: out of one library with a policy, into another one with what is left to read.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LibraryExport } from '../../../shared/domain/export.ts';
import type { LibraryImport } from '../../../shared/domain/import.ts';
import type { RecalledPicture } from '../../../shared/domain/recalled.ts';
import { type Tessera, tesseraProcess } from './tessera-process.ts';

let from: Tessera;
let to: Tessera;
let out: string;

beforeAll(async () => {
  from = tesseraProcess();
  to = tesseraProcess();
  out = join(from.home, 'taken along');
  const small = ['--engine', 'mock', '--width', '64', '--height', '64', '--seed', '7', '--count', '2'];
  const drawn = await from.run('generate', 'a bell in the fog', ...small);
  expect(drawn.exitCode).toBe(0);
});
afterAll(() => {
  from.remove();
  to.remove();
});

test('pictures leave with their words, and enter another library with them', async () => {
  const names = ['--names', '{prompt}-{seed}'];
  const done = await from.json<LibraryExport>('export', '--search', 'bell', '--out', out, '--format', 'jpeg', ...names);
  expect([done.written, done.failed]).toEqual([2, 0]);
  expect(readdirSync(out).toSorted()).toEqual(['a-bell-in-the-fog-7.jpg', 'a-bell-in-the-fog-8.jpg']);

  const { recalled } = await from.json<RecalledPicture>('recall', join(out, 'a-bell-in-the-fog-7.jpg'));
  expect([recalled.tool, recalled.fields.seed?.value]).toEqual(['tessera', '7']);

  const taken = await to.json<LibraryImport>('import', out);
  expect([taken.state, taken.taken, taken.known, taken.refused]).toEqual(['completed', 2, 0, 0]);
  const again = await to.json<LibraryImport>('import', out);
  expect([again.taken, again.known]).toEqual([0, 2]);
});

test('a file that is there is not overwritten', async () => {
  const folder = join(from.home, 'second');
  mkdirSync(folder);
  writeFileSync(join(folder, 'bell.png'), 'mine');
  await from.json('export', '--search', 'bell', '--out', folder, '--names', 'bell', '--metadata', 'none');
  expect(readdirSync(folder).toSorted()).toEqual(['bell (2).png', 'bell (3).png', 'bell.png']);
  expect(readFileSync(join(folder, 'bell.png'), 'utf8')).toBe('mine');
});

test('a refused file is named, and makes the exit code', async () => {
  const folder = join(from.home, 'refused');
  mkdirSync(folder);
  writeFileSync(join(folder, 'page.png'), '<html>');
  const done = await to.run('import', folder);
  expect([done.exitCode, done.stdout]).toEqual([5, '0 imported, 0 already in the library, 1 refused.\n']);
  expect(done.stderr).toContain('page.png: It cannot be read as a picture.');
});

test.each([
  [['--search', 'bell', '--format', 'gif'], 2, /--format: .*png.*avif/],
  [['--search', 'bell', '--quality', '300'], 2, /--quality: must be at most 100/],
  [['--search', 'bell', '--longest-side', '2'], 2, /--longest-side: must be at least 16/],
  [['--search', 'bell', '--names', '{sneed}'], 2, /--names: .*\{seed\}/],
  [[], 2, /ids.*--search/],
  [['--search', 'nothing of the kind'], 2, /no picture/],
])('wrong words get an answer: %j', async (words, exitCode, sentence) => {
  const done = await from.run('export', '--out', out, ...words);
  expect([done.exitCode, done.stdout]).toEqual([exitCode, '']);
  expect(done.stderr).toMatch(sentence);
});
