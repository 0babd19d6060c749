// docs/SECURITY.md as a promise: every rule has its row, every row a test that exists and that some suite runs.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readText, root } from './shipped-sources.ts';

/** The rules there are. Taking one away is a decision that should be seen here. */
const rules = [
  'E1',
  'E2',
  'E3',
  'E4',
  'E5',
  'E6',
  'E7',
  'E8',
  'E9',
  'E10',
  'E11',
  'E12',
  'E13',
  'E14',
  'E15',
  'E16',
  'E17',
  'E18',
  'E19',
  'E20',
  'N1',
  'N2',
  'N3',
  'N4',
  'N5',
  'P1',
  'T1',
  'T2',
  'T3',
  'T4',
  'T5',
  'T6',
  'T7',
  'T8',
  'T9',
  'T10',
  'T11',
];

interface Proof {
  readonly title: string;
  readonly file: string;
}

interface Row {
  readonly rules: readonly string[];
  readonly proofs: readonly Proof[];
}

/** Which files the suites run, as vitest.config.ts and playwright.config.ts name them. */
const collected = /^tests\/(?:(?:unit|contract|integration|security)\/.*\.test\.tsx?|e2e\/(?:web|app)\/.*\.spec\.ts)$/;

function rowsOf(heading: string): Row[] {
  const section =
    readText('docs/SECURITY.md')
      .split(/^## /m)
      .find((part) => part.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter((line) => /^\| [ENPT]\d/.test(line))
    .map((line) => ({
      rules: (line.split('|')[1] ?? '').trim().split(/[,\s]+/),
      proofs: [...line.matchAll(/\[([^\]]+)\]\(\.\.\/([^)]+)\)/g)].map((found) => ({
        title: found[1] ?? '',
        file: found[2] ?? '',
      })),
    }));
}

const held = rowsOf('The rules');
const later = rowsOf('Not yet');

describe('the table', () => {
  test('has every rule exactly once', () => {
    const named = [...held, ...later].flatMap((row) => row.rules);
    expect(named.toSorted()).toEqual(rules.toSorted());
  });

  test('has a test in every row', () => {
    expect(held.length).toBeGreaterThan(20);
    expect(held.filter((row) => row.proofs.length === 0).map((row) => row.rules)).toEqual([]);
  });

  test('claims no test for what is not there yet', () => {
    expect(later.filter((row) => row.proofs.length > 0).map((row) => row.rules)).toEqual([]);
  });
});

describe.each(held)('the proof of $rules', ({ proofs }) => {
  test.each(proofs)('$title', ({ title, file }) => {
    expect(file).toMatch(collected);
    expect(existsSync(join(root, file)), `${file} does not exist`).toBe(true);
    const quoted = title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    // As the title of a test or of a group, and not of one that is passed over.
    expect(readText(file)).toMatch(
      new RegExp(`(?:test|describe)(?:\\.each\\([\\s\\S]*?\\))?\\(\\s*(['"\`])${quoted}\\1`),
    );
    expect(readText(file)).not.toMatch(/\.(?:skip|todo|only)\b/);
  });
});
