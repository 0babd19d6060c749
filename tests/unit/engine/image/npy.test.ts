import { expect, test } from 'vitest';
import { encodeNpy } from '../../../../engine/image/npy.ts';

test('has the preamble, the header padded to 64 bytes, then little-endian floats', () => {
  const file = encodeNpy(Float32Array.of(1, -2, 0.5, 3), [1, 2, 2]);
  const headerLength = file.readUInt16LE(8);
  const header = file.toString('latin1', 10, 10 + headerLength);
  expect(file.toString('latin1', 0, 8)).toBe('\x93NUMPY\x01\x00');
  expect((10 + headerLength) % 64).toBe(0);
  expect(header).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \(1, 2, 2\), \} *\n$/);
  const values = [0, 1, 2, 3].map((index) => file.readFloatLE(10 + headerLength + index * 4));
  expect(values).toEqual([1, -2, 0.5, 3]);
  expect(file).toHaveLength(10 + headerLength + 16);
});

test('writes a shape of one as the tuple it is', () => {
  expect(encodeNpy(Float32Array.of(1), [1]).toString('latin1')).toContain("'shape': (1,), ");
});
