// What is kept of a picture's steps: everything that was written whole, for the very same picture only.

import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStepJournal } from '../../../../engine/runs/step-journal.ts';

let folder: string;
const lines: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  lines.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(options: { readonly name?: string; readonly picture?: unknown; readonly now?: number } = {}) {
  const { name = 'one', picture = { seed: 1 }, now = Date.now() } = options;
  return openStepJournal({ folder: join(folder, 'unfinished'), name, picture, now, log: (line) => lines.push(line) });
}

const pathOf = (name = 'one') => join(folder, 'unfinished', `${name}.steps`);
const steps = [Float32Array.of(1, -2.5, Number.MIN_VALUE), Float32Array.of(0.1, 3, -0), Float32Array.of(7, 8, 9)];

function written() {
  const journal = open();
  expect(journal.known).toEqual([]);
  for (const step of steps) journal.add(step);
  return journal;
}

test('all steps are known to the next attempt, and more can be added to them', () => {
  written();
  const next = open();
  expect(next.known).toEqual(steps);
  next.add(Float32Array.of(4));
  expect(open().known).toEqual([...steps, Float32Array.of(4)]);
});

test.each([1, 9, 20])('a last step that lacks %i bytes is cut off, and the next one stands in its place', (bytes) => {
  written();
  truncateSync(pathOf(), readFileSync(pathOf()).length - bytes);
  const next = open();
  expect(next.known).toEqual(steps.slice(0, 2));
  next.add(Float32Array.of(5));
  expect(open().known).toEqual([...steps.slice(0, 2), Float32Array.of(5)]);
});

test('what a host adds that outlived its app is not counted twice', () => {
  const orphan = open();
  orphan.add(steps[0] ?? Float32Array.of());
  const next = open();
  // Both come to the same answers, and the one that was left behind ends after its run.
  orphan.add(steps[1] ?? Float32Array.of());
  next.add(steps[1] ?? Float32Array.of());
  next.add(steps[2] ?? Float32Array.of());

  expect(open().known).toEqual(steps);
});

test('a step that rotted ends what is known', () => {
  written();
  const file = readFileSync(pathOf());
  const last = file.length - 1;
  file[last] = (file[last] ?? 0) ^ 1;
  writeFileSync(pathOf(), file);
  expect(open().known).toEqual(steps.slice(0, 2));
});

test('another picture of the same name knows nothing', () => {
  written();
  expect(open({ picture: { seed: 2 } }).known).toEqual([]);
  expect(open().known).toEqual([]);
});

test('nothing is left of what is done, and of what was given up a week ago', () => {
  const journal = written();
  journal.forget();
  expect(existsSync(pathOf())).toBe(false);
  written();
  utimesSync(pathOf(), 1_000_000, 1_000_000);
  open({ name: 'two' });
  expect(existsSync(pathOf())).toBe(false);
  expect(existsSync(pathOf('two'))).toBe(true);
});

test('a folder that cannot be written costs a line in the log and no picture', () => {
  writeFileSync(join(folder, 'unfinished'), 'a file where the folder should be');
  const journal = open();
  journal.add(Float32Array.of(1));
  expect(journal.known).toEqual([]);
  expect(lines).toHaveLength(1);
});

test('a foreign file is written over', () => {
  open();
  appendFileSync(pathOf(), '');
  writeFileSync(pathOf(), 'no journal');
  expect(open().known).toEqual([]);
});
