// Four latents become one token and come back; places are told apart.

import { describe, expect, test } from 'vitest';
import { packed, pictureIds, unpacked } from '../../../../../engine/pipelines/flow-transformer/latent-packing.ts';

describe('latents as Flux sees them', () => {
  const dims = [2, 2, 4] as const;
  const latents = Float32Array.from({ length: 16 }, (_, index) => index);

  test('are packed two by two, channel by channel', () => {
    expect(packed(latents, dims)).toEqual({
      type: 'float32',
      dims: [1, 2, 8],
      // The left token holds columns 0 and 1 of both rows of both channels, the right one columns 2 and 3.
      data: Float32Array.of(0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15),
    });
  });

  test('come back as they were', () => {
    expect(unpacked(packed(latents, dims).data as Float32Array, dims)).toEqual(latents);
  });

  test('have rows and columns', () => {
    const { dims: shape, data } = pictureIds([16, 4, 6]);
    expect(shape).toEqual([6, 3]);
    expect([...data]).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 1, 0, 0, 1, 1, 0, 1, 2]);
  });
});
