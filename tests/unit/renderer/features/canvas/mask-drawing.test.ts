// The arithmetic of painting a mask.

import { expect, test } from 'vitest';
import { feathered, maskSize, movedBrush, resizedBrush } from '../../../../../renderer/features/canvas/mask-drawing.ts';

const size = { width: 32, height: 8 };
const half = Uint8Array.from({ length: 32 * 8 }, (_, at) => (at % 32 < 16 ? 255 : 0));

test('a soft edge fades over about its width, and the middle of it stays where it was', () => {
  const soft = feathered(half, size, 9);
  const line = [...soft.subarray(0, 32)];
  expect(line[0]).toBe(255);
  expect(line[31]).toBe(0);
  expect(line).toEqual([...line].sort((one, other) => other - one));
  expect(line[14]).toBeGreaterThan(128);
  expect(line[17]).toBeLessThan(128);
  expect(line[12]).toBeLessThan(255);
});

test('a mask that reaches the border of the picture is as strong there', () => {
  const soft = feathered(new Uint8Array(32 * 8).fill(255), size, 30);
  expect(soft.every((value) => value === 255)).toBe(true);
});

test('no feather changes nothing', () => {
  expect(feathered(half, size, 0)).toBe(half);
});

test('a brush stays on the picture', () => {
  expect(movedBrush({ x: 2, y: 2 }, { x: -10, y: 10 }, size)).toEqual({ x: 0, y: 8 });
});

test('a brush grows and shrinks by steps, and back to where it was', () => {
  expect(resizedBrush(100, true)).toBe(120);
  expect(resizedBrush(120, false)).toBe(100);
  expect(resizedBrush(4, false)).toBe(4);
  expect(resizedBrush(5, true)).toBe(6);
  expect(resizedBrush(400, true)).toBe(400);
});

test('a mask has the shape of its picture, and of a very large one fewer pixels', () => {
  expect(maskSize({ width: 512, height: 768 })).toEqual({ width: 512, height: 768 });
  expect(maskSize({ width: 6144, height: 3072 })).toEqual({ width: 1536, height: 768 });
});
