// What the decoder is given of the denoiser's latents, and how its answer becomes bytes.

import { describe, expect, test } from 'vitest';
import { decodeLatents, type LatentScale } from '../../../../../engine/pipelines/stable-diffusion/decode-latents.ts';
import type { Session, Tensor } from '../../../../../engine/runtime/tensor-runtime.ts';

/** A decoder that remembers what it was given and always answers the same two pixels. */
function decoder(answer: readonly number[] = [-1, 1, -3, 3, 0, 0.5]) {
  const given: Tensor[] = [];
  const session: Session = {
    inputs: [{ name: 'latent_sample', type: 'float32', dims: ['batch', 2, 'height', 'width'] }],
    outputs: [{ name: 'sample', type: 'float32', dims: ['batch', 3, 'height', 'width'] }],
    async run({ latent_sample: latents }) {
      if (latents !== undefined) given.push(latents);
      return { sample: { type: 'float32', dims: [1, 3, 1, 2], data: Float32Array.from(answer) } };
    },
    close: async () => {},
  };
  return { session, given };
}

const latents = { data: Float32Array.of(1, 2, 3, 4), dims: [2, 1, 2] } as const;
const size = { width: 2, height: 1 };

async function decoded(scale: LatentScale) {
  const { session, given } = decoder();
  const image = await decodeLatents({ session, latents, scale, size });
  return { image, given: [...(given[0]?.data ?? [])] };
}

describe('the decoder', () => {
  test('is given latents in the spread it was trained on', async () => {
    const { given } = await decoded({ vaeScaling: 0.5, vaeShift: 0.25, latentStatistics: null });
    expect(given).toEqual([2.25, 4.25, 6.25, 8.25]);
  });

  test("is given each channel in its own spread where the folder has the channels' statistics", async () => {
    const latentStatistics = { mean: [10, 20], deviation: [1, 2] };
    const { given } = await decoded({ vaeScaling: 0.5, vaeShift: 0, latentStatistics });
    expect(given).toEqual([12, 14, 32, 36]);
  });

  test('answers planes from -1 to 1, which become interleaved bytes', async () => {
    const { image } = await decoded({ vaeScaling: 1, vaeShift: 0, latentStatistics: null });
    expect(image).toEqual({ ...size, data: Uint8Array.of(0, 0, 128, 255, 255, 191) });
  });
});
