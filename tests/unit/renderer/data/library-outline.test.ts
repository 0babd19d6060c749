// The outline that the studio makes of a list unfolds to the same list, on pages that new pictures do not move.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outlineOf } from '../../../../main/library/list-outline.ts';
import { pageLength, unfold } from '../../../../renderer/data/library-outline.ts';

const shape = fc.constantFrom([512, 512], [512, 768], [640, 360]) as fc.Arbitrary<[number, number]>;
const shapes = fc.array(shape, { minLength: 1, maxLength: 400 });

/** The newest has the highest number. */
const rowsOf = (sizes: readonly [number, number][]) =>
  sizes.map(([width, height], index): [number, number, number] => [sizes.length - index, width, height]);

test('keeps every shape in its place, and every picture on one page', () => {
  fc.assert(
    fc.property(shapes, (sizes) => {
      const outline = unfold(outlineOf(rowsOf(sizes), pageLength));
      expect(sizes.map((_, index) => outline.sizeOf(index))).toEqual(
        sizes.map(([width, height]) => ({ width, height })),
      );
      expect(outline.pages.reduce((sum, { length }) => sum + length, 0)).toBe(sizes.length);
      for (const page of outline.pages) {
        expect([outline.pageOf(page.first), outline.pageOf(page.first + page.length - 1)]).toEqual([page, page]);
      }
    }),
    { numRuns: 50 },
  );
});

test('a new picture changes no page but the first', () => {
  const sizes = Array.from({ length: 500 }, (): [number, number] => [512, 512]);
  const cursors = (count: number) => outlineOf(rowsOf(sizes.slice(0, count)), pageLength).cursors;
  expect(cursors(pageLength * 3 + 1).slice(1)).toEqual(cursors(pageLength * 3));
  expect(cursors(pageLength * 3 + 1)).toEqual(cursors(pageLength * 4));
});

test('nothing has no pages', () => {
  expect(unfold(outlineOf([], pageLength)).pages).toEqual([]);
});
