// Rows of pictures fill the width exactly, keep their order, and lose none.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { justifyRows } from '../../../../../renderer/features/library/justify-rows.ts';

const sizes = fc.array(
  fc.record({ width: fc.integer({ min: 64, max: 2048 }), height: fc.integer({ min: 64, max: 2048 }) }),
  {
    maxLength: 60,
  },
);
const options = { width: 1000, gap: 6, targetHeight: 200 };

test('every row but the last fills the width and is no taller than wanted', () => {
  fc.assert(
    fc.property(sizes, (items) => {
      for (const row of justifyRows(items, (item) => item, options).slice(0, -1)) {
        const width = row.items.reduce((sum, item) => sum + (item.width / item.height) * row.height, 0);
        expect(width + options.gap * (row.items.length - 1)).toBeCloseTo(options.width, 6);
        expect(row.height).toBeLessThanOrEqual(options.targetHeight);
      }
    }),
  );
});

test('no picture is lost or moved', () => {
  fc.assert(
    fc.property(sizes, (items) => {
      expect(justifyRows(items, (item) => item, options).flatMap((row) => row.items)).toEqual(items);
    }),
  );
});

test('a last picture alone does not become huge', () => {
  expect(justifyRows([{ width: 512, height: 512 }], (item) => item, options)).toEqual([
    { items: [{ width: 512, height: 512 }], height: 200 },
  ]);
});

test('before the width is known there are no rows', () => {
  expect(justifyRows([{ width: 1, height: 1 }], (item) => item, { ...options, width: 0 })).toEqual([]);
});
