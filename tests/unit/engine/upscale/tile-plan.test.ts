import { describe, expect, test } from 'vitest';
import { planTiles } from '../../../../engine/upscale/tile-plan.ts';

describe('tiles', () => {
  test('answer for every pixel once, and see far enough around it, whatever the sizes', () => {
    for (let side = 1; side <= 120; side += 1) {
      for (const [tile, radius] of [
        [16, 3],
        [24, 11],
        [7, 3],
        [40, 0],
      ] as const) {
        const spans = planTiles({ side, tile, radius });
        const length = Math.min(tile, side);
        let next = 0;
        for (const { start, from, to } of spans) {
          expect(from).toBe(next);
          expect(to).toBeGreaterThan(from);
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start + length).toBeLessThanOrEqual(side);
          expect(start === 0 || from - start >= radius).toBe(true);
          expect(start + length === side || start + length - to >= radius).toBe(true);
          next = to;
        }
        expect(next).toBe(side);
      }
    }
  });

  test('that could not overlap are refused', () => {
    expect(() => planTiles({ side: 100, tile: 20, radius: 10 })).toThrow(RangeError);
  });
});
