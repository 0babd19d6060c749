import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from '../../../../main/sync/backoff.ts';

test('doubles from two seconds to an hour', () => {
  const certain = [1, 2, 3, 4, 12, 50].map((tries) => backoffMs(tries, 1));
  expect(certain).toEqual([2_000, 4_000, 8_000, 16_000, 3_600_000, 3_600_000]);
});

test('is half certain and half chance', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, random) => {
      const longest = backoffMs(tries, 1);
      const delay = backoffMs(tries, random);
      expect(delay).toBeGreaterThanOrEqual(longest / 2);
      expect(delay).toBeLessThanOrEqual(longest);
    }),
  );
});
