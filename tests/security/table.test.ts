// docs/SECURITY.md as a promise: every rule has its row, every row a test that exists and that some suite runs.

import { describe, expect, test } from 'vitest';
import { expectProof, rowsOf } from './proof-table.ts';

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

const rowsUnder = (heading: string) =>
  rowsOf('docs/SECURITY.md', heading).map(({ first, proofs }) => ({ rules: first.split(/[,\s]+/), proofs }));
const held = rowsUnder('The rules');
const later = rowsUnder('Not yet');

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
  test.each(proofs)('$title', expectProof);
});
