import { describe, expect, test } from 'vitest';
import { createPainting } from '../../../../../engine/pipelines/mock/painting.ts';

const size = { width: 64, height: 64 };

function difference(one: Uint8Array, two: Uint8Array): number {
  return one.reduce((sum, value, index) => sum + Math.abs(value - (two[index] ?? 0)), 0) / one.length;
}

describe('a mock picture', () => {
  test('is the same for the same seed and another for the next', () => {
    const { data } = createPainting(7, []).paint(size, 1);
    expect(createPainting(7, []).paint(size, 1).data).toEqual(data);
    expect(difference(createPainting(8, []).paint(size, 1).data, data)).toBeGreaterThan(5);
  });

  test('of a variation is another picture', () => {
    const { data } = createPainting(7, []).paint(size, 1);
    const varied = createPainting(7, [{ seed: 1, strength: 0.2 }]).paint(size, 1).data;
    expect(difference(varied, data)).toBeGreaterThan(0.5);
  });

  test('grows out of noise', () => {
    const painting = createPainting(7, []);
    const done = painting.paint(size, 1).data;
    const distances = [0, 0.5, 0.9].map((clearness) => difference(painting.paint(size, clearness).data, done));
    expect(distances).toEqual(distances.toSorted((a, b) => b - a));
  });

  test.each([
    [0, 64, 64],
    [7, 64, 64],
    [0xffff_ffff, 64, 64],
    [7, 64, 2048],
    [7, 2048, 64],
    [7, 72, 64],
  ])('shows the word in pure white on a darker ground (seed %i, %i x %i)', (seed, width, height) => {
    const { data } = createPainting(seed, []).paint({ width, height }, 1);
    const isWhite = (pixel: number) => data.subarray(pixel * 3, pixel * 3 + 3).every((value) => value === 255);
    const white = Array.from({ length: width * height }, (_, pixel) => pixel).filter(isWhite);
    const left = Math.min(...white.map((pixel) => pixel % width));
    const top = Math.min(...white.map((pixel) => Math.floor(pixel / width)));
    const right = Math.max(...white.map((pixel) => pixel % width));
    // The word is 23 dots wide and 7 high, and stands whole inside the picture.
    const dot = (right - left + 1) / 23;
    const dotsOf = (row: number) =>
      Array.from({ length: 23 }, (_, column) =>
        isWhite((top + row * dot) * width + left + column * dot) ? '#' : '.',
      ).join('');
    expect([0, 1, 2, 3, 4, 5, 6].map(dotsOf)).toEqual([
      '#...#..###...###..#...#',
      '##.##.#...#.#...#.#..#.',
      '#.#.#.#...#.#.....#.#..',
      '#.#.#.#...#.#.....##...',
      '#...#.#...#.#.....#.#..',
      '#...#.#...#.#...#.#..#.',
      '#...#..###...###..#...#',
    ]);
  });
});
