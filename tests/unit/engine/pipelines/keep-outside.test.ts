// Putting back what a mask keeps, over a picture that was drawn all anew.

import { expect, test } from 'vitest';
import { keepOutside } from '../../../../engine/pipelines/keep-outside.ts';

const [width, height] = [32, 1];
const drawn = { width, height, data: new Uint8Array(width * 3).fill(200) };
const kept = { width, height, data: new Uint8Array(width * 3).fill(100) };

/** The red of each pixel, with a mask of these values. */
function reds(mask: (at: number) => number): number[] {
  const source = { image: kept, strength: 1, mask: Uint8Array.from({ length: width }, (_, at) => mask(at)) };
  return [...keepOutside(drawn, source).data].filter((_, at) => at % 3 === 0);
}

test('black is kept to the last bit, white is new, with a soft rim within the white', () => {
  const line = reds((at) => (at < 16 ? 0 : 255));
  expect(line.slice(0, 16)).toEqual(Array.from({ length: 16 }, () => 100));
  expect(line.slice(20)).toEqual(Array.from({ length: 12 }, () => 200));
  expect(line.slice(16, 18).every((red) => red > 100 && red < 200)).toBe(true);
});

test('along a feathered edge the new picture shows by as much as the mask says', () => {
  const line = reds((at) => Math.min(255, at * 10));
  expect(line.slice(0, 13)).toEqual(Array.from({ length: 13 }, () => 100));
  expect(Math.abs((line[20] ?? 0) - (100 + (100 * 200) / 255))).toBeLessThanOrEqual(2);
  const rising = line.slice(16);
  expect(rising).toEqual([...rising].sort((one, other) => one - other));
});
