// The embedded model drawing from a picture and into a part of one.

import { afterEach, describe, expect, test } from 'vitest';
import type { RgbImage } from '../../engine/pipelines/pipeline.ts';
import { closeStudios, meanDifference, middle, studio } from '../fixtures/exemplar-studio.ts';

afterEach(closeStudios);

describe('a picture to start from', () => {
  /** Blue above, green below. */
  function landscape(side = 128): RgbImage {
    const data = new Uint8Array(side * side * 3);
    for (let at = 0; at < side * side; at++) data.set(at < (side * side) / 2 ? [90, 160, 230] : [80, 170, 70], at * 3);
    return { width: side, height: side, data };
  }

  function maskOf(inside: (x: number, y: number) => boolean, side = 128): Uint8Array {
    return Uint8Array.from({ length: side * side }, (_, at) => (inside(at % side, Math.floor(at / side)) ? 255 : 0));
  }

  test('is kept to the last bit at strength 0', async () => {
    const draw = await studio();
    const image = landscape();
    const { image: drawn, runs } = await draw({ source: { image, strength: 0, mask: null } });
    expect(Buffer.compare(drawn.data, image.data)).toBe(0);
    expect(runs).toBe(1);
  });

  test('is left further behind the greater the strength', async () => {
    const draw = await studio();
    const image = landscape();
    const gap = async (strength: number) =>
      meanDifference((await draw({ steps: 10, source: { image, strength, mask: null } })).image, image);
    const [little, much] = [await gap(0.2), await gap(1)];
    expect(little).toBeLessThan(12);
    expect(much).toBeGreaterThan(little * 3);
  });

  test('with a mask, gets the thing into it and keeps the rest exactly', async () => {
    const draw = await studio();
    const image = landscape();
    const inside = (x: number, y: number) => x >= 32 && x < 96 && y >= 40 && y < 104;

    const { image: drawn } = await draw({ steps: 12, source: { image, strength: 1, mask: maskOf(inside) } });

    const changed = Array.from({ length: 128 * 128 }, (_, at) => at).filter(
      (at) => Buffer.compare(drawn.data.subarray(at * 3, at * 3 + 3), image.data.subarray(at * 3, at * 3 + 3)) !== 0,
    );
    expect(changed.every((at) => inside(at % 128, Math.floor(at / 128)))).toBe(true);
    const [red = 0, , blue = 0] = middle(drawn);
    expect(red).toBeGreaterThan(blue + 60);
  });

  test('with a mask that paints nothing, is given back', async () => {
    const draw = await studio();
    const image = landscape();
    const { image: drawn } = await draw({ source: { image, strength: 1, mask: maskOf(() => false) } });
    expect(Buffer.compare(drawn.data, image.data)).toBe(0);
  });
});
