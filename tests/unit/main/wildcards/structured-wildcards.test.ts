// Lists in YAML and JSON files: named by folder and keys, beside the text files, and harmless whatever stands in them.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStructuredReader } from '../../../../main/wildcards/structured-wildcards.ts';
import { readWildcard, wildcardNames } from '../../../../main/wildcards/wildcard-files.ts';

const home = mkdtempSync(join(tmpdir(), 'wildcards-'));
const write = (name: string, text: string) => writeFileSync(join(home, 'wildcards', name), text);

beforeAll(() => {
  mkdirSync(join(home, 'wildcards', 'mine'), { recursive: true });
  write(
    'colours.yaml',
    "colours:\n  warm:\n    - red # not blue\n    - 0.5::orange\n    - '{dark|light} brown'\n    - 7\n  cool: [blue, green]\n",
  );
  write('mine/places.json', '{"places": {"far": ["a moon", "an island"]}}');
  write('plain.txt', 'a line\n');
});
afterAll(() => rmSync(home, { recursive: true }));

test('a list is found by the keys that lead to it, in the folder of its file', () => {
  expect(readWildcard(home, 'colours/warm')).toEqual(['red', '0.5::orange', '{dark|light} brown', '7']);
  expect(readWildcard(home, 'Colours/*')).toEqual(['blue', 'green', 'red', '0.5::orange', '{dark|light} brown', '7']);
  expect(readWildcard(home, 'mine/places/far')).toEqual(['a moon', 'an island']);
  expect(readWildcard(home, 'plain')).toEqual(['a line']);
});

test('a file is read anew when it changed', () => {
  const read = createStructuredReader();
  write('moods.yml', 'mood: [calm]');
  expect(readWildcard(home, 'mood', read)).toEqual(['calm']);
  expect(readWildcard(home, 'mood', read)).toEqual(['calm']);
  write('moods.yml', 'mood: [calm, wild]');
  expect(readWildcard(home, 'mood', read)).toEqual(['calm', 'wild']);
  rmSync(join(home, 'wildcards', 'moods.yml'));
});

test('a branch is no list, and a file is no name', () => {
  expect([readWildcard(home, 'colours'), readWildcard(home, 'mine/places')]).toEqual([null, null]);
  expect(wildcardNames(home)).toEqual(['colours/cool', 'colours/warm', 'mine/places/far', 'plain']);
});

test.each([
  ['that breaks off', 'a: [b, "c'],
  ['of a list without a name', '- a\n- b\n'],
  ['of words', 'just words'],
  ['of nothing', ''],
  [
    'of nine billion words in aliases',
    `a: &a [x, x]\n${'bcdefghij'
      .split('')
      .map((key, at) => `${key}: &${key} [${Array(10).fill(`*${'abcdefghi'[at]}`).join(', ')}]`)
      .join('\n')}`,
  ],
  ['deeper than anyone writes', `${'{"a":'.repeat(5000)}["b"]${'}'.repeat(5000)}`],
])('a file %s adds at most what can be read of it', (_, text) => {
  write('strange.yaml', text);
  const strange = wildcardNames(home).filter((name) => !/^(?:colours|mine|plain)/.test(name));
  expect(strange.length).toBeLessThan(12);
  for (const name of strange) expect(readWildcard(home, name)?.length).toBeLessThan(3);
  expect(readWildcard(home, 'plain')).toEqual(['a line']);
  rmSync(join(home, 'wildcards', 'strange.yaml'));
});
