// docs/API.md as a promise: every row of its table names tests that exist and that some suite runs.

import { describe, expect, test } from 'vitest';
import { expectProof, rowsOf } from '../security/proof-table.ts';

const rows = rowsOf('docs/API.md', 'How it is held');

test('every promise has a proof', () => {
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter(({ proofs }) => proofs.length === 0)).toEqual([]);
});

describe.each(rows)('$first', ({ proofs }) => {
  test.each(proofs)('$title', expectProof);
});
