// Zooming keeps what is under the pointer, and the picture never leaves its stage.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitScale, fitted, panBy, zoomAt } from '../../../../../renderer/features/viewer/zoom.ts';

const picture = { width: 512, height: 512 };
const stage = { width: 800, height: 600 };

test('a picture is fitted to the tighter side', () => {
  expect(fitScale({ width: 1024, height: 512 }, { width: 512, height: 512 })).toBe(0.5);
});

test('a tiny picture is not blown up without end', () => {
  expect(fitScale({ width: 64, height: 64 }, stage)).toBe(3);
});

test('zooming out of the fitted view comes back to it', () => {
  expect(zoomAt(zoomAt(fitted, 2, { x: 0, y: 0 }, picture, stage), 0.25, { x: 0, y: 0 }, picture, stage)).toEqual(
    fitted,
  );
});

test('zooming in ends at eight times', () => {
  expect(zoomAt(fitted, 1000, { x: 0, y: 0 }, picture, stage).scale).toBe(8);
});

describe('for any pointer within a picture that covers its stage', () => {
  const inside = fc.record({ x: fc.integer({ min: -300, max: 300 }), y: fc.integer({ min: -250, max: 250 }) });

  test('the point under it stays where it is', () => {
    fc.assert(
      fc.property(inside, fc.double({ min: 1.1, max: 2, noNaN: true }), (pointer, factor) => {
        const before = { scale: 3, x: 0, y: 0 };
        const after = zoomAt(before, factor, pointer, picture, stage);
        const scale = after.scale ?? 0;
        expect((pointer.x - after.x) / scale).toBeCloseTo((pointer.x - before.x) / before.scale, 6);
        expect((pointer.y - after.y) / scale).toBeCloseTo((pointer.y - before.y) / before.scale, 6);
      }),
    );
  });

  test('dragging never uncovers the stage', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: -5000, max: 5000 }), (x, y) => {
        const view = panBy({ scale: 3, x: 0, y: 0 }, { x, y }, picture, stage);
        expect(Math.abs(view.x)).toBeLessThanOrEqual((512 * 3 - 800) / 2);
        expect(Math.abs(view.y)).toBeLessThanOrEqual((512 * 3 - 600) / 2);
      }),
    );
  });
});

test('the fitted view cannot be dragged', () => {
  expect(panBy(fitted, { x: 50, y: 50 }, picture, stage)).toEqual(fitted);
});
