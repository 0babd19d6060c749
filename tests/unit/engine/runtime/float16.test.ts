// Half precision against the bit patterns of IEEE 754 and, where the engine has one, its own Float16Array.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromFloat16Bits, toFloat16Bits } from '../../../../engine/runtime/float16.ts';

describe('float16', () => {
  test.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [Number.NEGATIVE_INFINITY, 0xfc00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
  ])('writes %d as its bits', (value, bits) => {
    expect([...toFloat16Bits(new Float32Array([value]))]).toEqual([bits]);
  });

  test('keeps not-a-number', () => {
    expect(fromFloat16Bits(toFloat16Bits(new Float32Array([Number.NaN])))[0]).toBeNaN();
  });

  test('every number of the type comes back as the bits it was', () => {
    const bits = Uint16Array.from({ length: 65536 }, (_, index) => index).filter((word) => (word & 0x7fff) <= 0x7c00);
    expect(toFloat16Bits(fromFloat16Bits(bits))).toEqual(bits);
  });

  test('rounds to the nearest number of the type', () => {
    fc.assert(
      fc.property(fc.float({ min: -65504, max: 65504, noNaN: true }), (value) => {
        const rounded = fromFloat16Bits(toFloat16Bits(new Float32Array([value])))[0] ?? Number.NaN;
        const tolerance = Math.max(Math.abs(value) * 2 ** -11, 2 ** -25);
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(tolerance);
      }),
    );
  });
});
