// From plan to pixels: places, alpha, colours and the scene that is given back at the end.

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { restoreBackground } from '../../../../../engine/pipelines/exemplar/background-restoration.ts';
import {
  compose,
  decodeDrawing,
  mirrorDrawing,
  rasterize,
} from '../../../../../engine/pipelines/exemplar/composition.ts';
import { placeNames } from '../../../../../engine/pipelines/exemplar/prompt-vocabulary.ts';
import { recolour } from '../../../../../engine/pipelines/exemplar/recolouring.ts';
import { drawScene, type Scene } from '../../../../../engine/pipelines/exemplar/scene-drawing.ts';
import { createRandomStream } from '../../../../../engine/pipelines/exemplar/seeded-random.ts';

const white: Scene = { place: 'plain', time: 'day', weather: 'clear', background: 'white', backdrop: 'flat' };
const beach: Scene = { ...white, place: 'beach' };

/** A drawing of one colour in the middle half, clear around it. */
function drawing([red, green, blue]: readonly [number, number, number], alpha = 255) {
  const data = new Uint8Array(16 * 16 * 4);
  for (let y = 4; y < 12; y++) {
    for (let x = 4; x < 12; x++) data.set([red, green, blue, alpha], (y * 16 + x) * 4);
  }
  return { width: 16, height: 16, data };
}

function inked(...colour: Parameters<typeof drawing>) {
  return { picture: drawing(...colour), ink: { left: 4, top: 4, width: 8, height: 8 } };
}

function pixel(planes: Float32Array, at: number): number[] {
  const area = planes.length / 3;
  return [0, 1, 2].map((c) => Math.round(((planes[c * area + at] ?? 0) / 2 + 0.5) * 255));
}

describe('compose', () => {
  const canvas = { scene: new Float32Array(32 * 32 * 3).fill(1), width: 32, height: 32 };
  const place = { left: 8, top: 8, width: 16, height: 16, stands: false, depth: 0 };

  test('fits the ink of a drawing into its place', async () => {
    const planes = await compose({ ...canvas, drawings: [{ drawing: inked([200, 40, 20]), aspect: 1, place }] });

    expect(pixel(planes, 16 * 32 + 16)).toEqual([200, 40, 20]);
    expect(pixel(planes, 10 * 32 + 10)).toEqual([200, 40, 20]);
    expect(pixel(planes, 6 * 32 + 16)).toEqual([255, 255, 255]);
  });

  test('lets the scene through where a drawing is half clear', async () => {
    const half = { drawing: inked([0, 0, 0], 128), aspect: 1, place };

    const planes = await compose({ ...canvas, drawings: [half] });

    expect(pixel(planes, 16 * 32 + 16)).toEqual([127, 127, 127]);
  });

  test('cuts off what reaches past the canvas', async () => {
    const outside = { drawing: inked([9, 9, 9]), aspect: 1, place: { ...place, left: -8, top: 24 } };

    const planes = await compose({ ...canvas, drawings: [outside] });

    expect(pixel(planes, 31 * 32)).toEqual([9, 9, 9]);
    expect(pixel(planes, 31 * 32 + 31)).toEqual([255, 255, 255]);
  });

  test('reads drawings with their alpha and finds their ink', async () => {
    const source = drawing([10, 200, 30]);
    const webp = await sharp(source.data, { raw: { width: 16, height: 16, channels: 4 } })
      .webp({ lossless: true })
      .toBuffer();

    const { picture: read, ink } = await decodeDrawing(webp, { colour: null });

    expect([read.width, read.height]).toEqual([16, 16]);
    expect(Array.from(read.data.subarray((8 * 16 + 8) * 4, (8 * 16 + 8) * 4 + 4))).toEqual([10, 200, 30, 255]);
    expect(read.data[3]).toBe(0);
    expect(ink).toEqual({ left: 4, top: 4, width: 8, height: 8 });
  });
});

describe('mirrorDrawing', () => {
  test('turns pixels and ink round', async () => {
    const source = drawing([220, 40, 40]);
    source.data.fill(0, (4 * 16 + 4) * 4, (4 * 16 + 11) * 4);
    const webp = await sharp(source.data, { raw: { width: 16, height: 16, channels: 4 } })
      .webp({ lossless: true })
      .toBuffer();

    const { picture } = mirrorDrawing(await decodeDrawing(webp, { colour: 'blue' }));

    const topRow = Array.from({ length: 16 }, (_, x) => picture.data[(4 * 16 + x) * 4 + 3]);
    expect(topRow.indexOf(255)).toBe(4);
    expect(topRow.lastIndexOf(255)).toBe(4);
    const centre = (8 * 16 + 8) * 4;
    expect(picture.data[centre + 2]).toBeGreaterThan(picture.data[centre] ?? 255);
  });
});

describe('recolour', () => {
  function recoloured(from: readonly [number, number, number], to: Parameters<typeof recolour>[1]): number[] {
    const at = (8 * 16 + 8) * 4;
    return Array.from(recolour(drawing(from), to).data.subarray(at, at + 4));
  }

  test('turns the main hue and keeps the alpha', () => {
    const [red = 0, green = 0, blue = 0, alpha] = recoloured([220, 40, 40], 'blue');
    expect(blue).toBeGreaterThan(180);
    expect(Math.max(red, green)).toBeLessThan(blue - 50);
    expect(alpha).toBe(255);
  });

  test('makes greys of the colourless targets', () => {
    const [red = 0, green = 0, blue = 0] = recoloured([220, 40, 40], 'black');
    expect(Math.max(red, green, blue)).toBeLessThan(90);
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(25);
  });

  test('tints a drawing that has no hue', () => {
    const [red = 0, green = 0, blue = 0] = recoloured([150, 150, 150], 'green');
    expect(green).toBeGreaterThan(Math.max(red, blue) + 40);
  });

  test('leaves hues far from the main one', () => {
    const two = drawing([220, 40, 40]);
    const leaf = (4 * 16 + 4) * 4;
    two.data.set([30, 160, 40, 255], leaf);
    expect(Array.from(recolour(two, 'blue').data.subarray(leaf, leaf + 3))).toEqual([30, 160, 40]);
  });

  test('leaves its input as it was', () => {
    const before = drawing([220, 40, 40]);
    recolour(before, 'blue');
    expect(before).toEqual(drawing([220, 40, 40]));
  });
});

describe('scenes', () => {
  const size = { width: 64, height: 48 };
  const chance = (seed: number) => createRandomStream({ seed, purpose: 'scene' });

  test('a plain sheet is exactly its colour', async () => {
    const pixels = await rasterize(drawScene(white, { ...size, random: chance(1) }));
    expect(pixels).toHaveLength(64 * 48 * 3);
    expect(new Set(pixels)).toEqual(new Set([255]));
  });

  test('are the same for the same seed and others for another', () => {
    const draw = (seed: number) => drawScene(beach, { ...size, random: chance(seed) });
    expect(draw(5)).toBe(draw(5));
    expect(draw(5)).not.toBe(draw(6));
  });

  test.each(placeNames.filter((place) => place !== 'plain'))(
    '%s fills its canvas with more than one colour',
    async (place) => {
      const pixels = await rasterize(drawScene({ ...white, place }, { ...size, random: chance(3) }));
      expect(pixels).toHaveLength(64 * 48 * 3);
      expect(new Set(pixels).size).toBeGreaterThan(8);
    },
  );

  test.each(['rain', 'snowfall', 'fog', 'storm'] as const)('show %s out of doors and not in a room', (weather) => {
    const draw = (scene: Scene) => drawScene(scene, { ...size, random: chance(3) });
    expect(draw({ ...beach, weather })).not.toBe(draw(beach));
    expect(draw({ ...white, place: 'room', weather })).toBe(draw({ ...white, place: 'room' }));
  });

  test.each(['gradient', 'stripes', 'dots', 'checks', 'rays'] as const)(
    'paint %s on a plain sheet',
    async (backdrop) => {
      const pixels = await rasterize(
        drawScene({ ...white, background: 'pink', backdrop }, { ...size, random: chance(1) }),
      );
      expect(new Set(pixels).size).toBeGreaterThan(4);
    },
  );

  test('are darker at night', async () => {
    const light = async (time: Scene['time']) =>
      (await rasterize(drawScene({ ...beach, time }, { ...size, random: chance(3) }))).reduce(
        (sum, value) => sum + value,
        0,
      );
    expect(await light('night')).toBeLessThan((await light('day')) * 0.5);
  });
});

describe('restoreBackground', () => {
  test('gives the scene back exactly where nothing stands, and leaves drawings alone', () => {
    const planes = Float32Array.from([0.9, -0.8, 0.9, -0.8, 0.9, -0.8]);
    const scene = new Float32Array(6).fill(1);

    restoreBackground(planes, {
      scene,
      decodedScene: new Float32Array(6).fill(0.9),
      hidden: new Uint8Array(2),
      nearDrawings: null,
    });

    expect(Array.from(planes)).toEqual([1, -0.8, 1, -0.8, 1, -0.8].map(Math.fround));
  });

  test('leaves a drawing alone that has the colour of its scene', () => {
    const planes = new Float32Array(3).fill(0.9);
    const scene = new Float32Array(3).fill(1);

    restoreBackground(planes, {
      scene,
      decodedScene: new Float32Array(3).fill(0.9),
      hidden: Uint8Array.of(1),
      nearDrawings: null,
    });

    expect(Array.from(planes)).toEqual([0.9, 0.9, 0.9].map(Math.fround));
  });

  test('is the scene itself away from all drawings, whatever the decoder shows there', () => {
    const scene = Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1);
    const planes = Float32Array.of(-1, -1, -1, -1, -1, -1, -1, -1, -1);
    restoreBackground(planes, {
      scene,
      decodedScene: new Float32Array(9).fill(0.9),
      hidden: new Uint8Array(3),
      nearDrawings: Float32Array.of(0, 0.5, 1),
    });
    expect(Array.from(planes)).toEqual([1, 0, -1, 1, 0, -1, 1, 0, -1]);
  });
});
