// What the encoders of a model say, put together, with encoders that answer numbers one can follow.

import { describe, expect, test } from 'vitest';
import { createTextConditioning } from '../../../../../engine/pipelines/stable-diffusion/text-conditioning.ts';
import type { TextEncoder } from '../../../../../engine/text-encoders/text-encoder.ts';

/** Says its name for each of two ids, and its name for the whole; reads `room` letters. */
function encoder(name: number, room: number): TextEncoder {
  return {
    part: { graph: `${name}/model.onnx`, tokenizer: String(name) },
    encode: async () => ({
      text: {
        states: { type: 'float32', dims: [1, 2, 1], data: Float32Array.of(name, name) },
        pooled: { type: 'float32', dims: [1, 1], data: Float32Array.of(name) },
      },
      ran: true,
    }),
    dropped: (prompt) => prompt.slice(room),
  };
}

describe('two encoders', () => {
  const encoders = [encoder(1, 3), encoder(2, 5)] as const;

  test('say their states side by side, and the second speaks for the whole', async () => {
    const { words, runs } = await createTextConditioning({ encoders, zerosForEmpty: true }).encode('fox');
    expect([...words.states.data]).toEqual([1, 2, 1, 2]);
    expect([words.states.dims, [...(words.pooled?.data ?? [])], runs]).toEqual([[1, 2, 2], [2], 2]);
  });

  test('say nothing at all for no negative prompt where the model was trained so', async () => {
    const silent = createTextConditioning({ encoders, zerosForEmpty: true });
    const { words: like } = await silent.encode('fox');
    const { words, runs } = await silent.encodeNegative('', like);
    expect([[...words.states.data], [...(words.pooled?.data ?? [])], runs]).toEqual([[0, 0, 0, 0], [0], 0]);
    expect([...(await silent.encodeNegative('cat', like)).words.states.data]).toEqual([1, 2, 1, 2]);
  });

  test('read the empty text like any other where it was not', async () => {
    const reading = createTextConditioning({ encoders, zerosForEmpty: false });
    const { words: like } = await reading.encode('fox');
    expect([...(await reading.encodeNegative('', like)).words.states.data]).toEqual([1, 2, 1, 2]);
  });

  test('lose only the words that neither of them reads', () => {
    const { truncation } = createTextConditioning({ encoders, zerosForEmpty: true });
    expect([truncation('abcde'), truncation('abcdefg')?.values]).toEqual([null, { words: 'fg' }]);
  });
});
