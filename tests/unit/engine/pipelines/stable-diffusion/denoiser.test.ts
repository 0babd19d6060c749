// What a denoiser's graph is fed, for a graph that takes one picture and one that takes the pair for guidance.

import { describe, expect, test } from 'vitest';
import { createDenoiser } from '../../../../../engine/pipelines/stable-diffusion/denoiser.ts';
import type { Session, Tensor } from '../../../../../engine/runtime/tensor-runtime.ts';
import type { EncodedText } from '../../../../../engine/text-encoders/text-encoder.ts';

/** A graph of Stable Diffusion XL that answers its sample and remembers its feeds. */
function graph(batch: number | string) {
  const feeds: Readonly<Record<string, Tensor>>[] = [];
  const input = (name: string, ...dims: (number | string)[]) => ({ name, type: 'float32', dims }) as const;
  const session: Session = {
    inputs: [
      input('sample', batch, 2, 'height', 'width'),
      input('timestep'),
      input('encoder_hidden_states', batch, 'sequence', 1),
      input('text_embeds', batch, 1),
      input('time_ids', batch, 6),
    ],
    outputs: [input('out_sample', batch, 2, 'height', 'width')],
    async run(given) {
      feeds.push(given);
      const { sample, text_embeds: pooled } = given;
      if (sample === undefined || pooled === undefined) throw new TypeError('both are fed');
      // What is fed second in a pair is told apart by its vector.
      const each = sample.data.length / pooled.data.length;
      const data = Float32Array.from({ length: sample.data.length }, (_, index) =>
        Number(pooled.data[Math.floor(index / each)]),
      );
      return { out_sample: { type: 'float32', dims: sample.dims, data } };
    },
    close: async () => {},
  };
  return { session, feeds };
}

function words(value: number): EncodedText {
  const tensor = (dims: number[]) => ({ type: 'float32', dims, data: Float32Array.of(value) }) as const;
  return { states: tensor([1, 1, 1]), pooled: tensor([1, 1]) };
}

async function predicted(session: Session, negative: EncodedText | null, prompt = words(3)) {
  const denoiser = createDenoiser({ session, latentChannels: 2, guidanceWidth: undefined });
  return await denoiser.predict({
    sample: { type: 'float32', dims: [1, 2, 1, 1], data: Float32Array.of(1, 2) },
    timestep: 999,
    prompt,
    negative,
    size: { width: 96, height: 64 },
    guidanceScale: 4,
    afterRun: async () => {},
  });
}

describe('a denoiser of Stable Diffusion XL', () => {
  test('is told heights before widths, and no crop', async () => {
    const { session, feeds } = graph('batch');
    await predicted(session, null);
    expect(feeds.map(({ time_ids: ids }) => [ids?.dims, [...(ids?.data ?? [])]])).toEqual([
      [
        [1, 6],
        [64, 96, 0, 0, 64, 96],
      ],
    ]);
  });

  test('guides from the negative words to the prompt, one after the other', async () => {
    const { session, feeds } = graph('batch');
    // 1 + 4 (3 - 1)
    expect([...(await predicted(session, words(1)))]).toEqual([9, 9]);
    expect(feeds.map(({ text_embeds: pooled }) => [...(pooled?.data ?? [])])).toEqual([[1], [3]]);
  });

  test('guides alike when its graph takes both at once', async () => {
    const { session, feeds } = graph(2);
    expect([...(await predicted(session, words(1)))]).toEqual([9, 9]);
    expect(
      feeds.map(({ sample, text_embeds: pooled, time_ids: ids }) => [sample?.dims, pooled?.dims, ids?.dims]),
    ).toEqual([
      [
        [2, 2, 1, 1],
        [2, 1],
        [2, 6],
      ],
    ]);
    expect([...(await predicted(session, null))]).toEqual([3, 3]);
  });

  test('that lacks the vector of the whole text is refused', async () => {
    const { session } = graph('batch');
    await expect(predicted(session, null, { ...words(3), pooled: null })).rejects.toMatchObject({
      code: 'MODEL_UNSUPPORTED',
    });
  });
});
