// What the encoders of a model say, put together, with encoders that answer numbers one can follow.

import { describe, expect, test } from 'vitest';
import { createTextConditioning } from '../../../../../engine/pipelines/stable-diffusion/text-conditioning.ts';
import { chunksOf } from '../../../../../engine/text-encoders/prompt-chunks.ts';
import type { TextEncoder } from '../../../../../engine/text-encoders/text-encoder.ts';

const room = 4;

/** Says its name for each letter it reads, up to four at a time, and its name for the whole; loses what comes later. */
function encoder(name: number, letters: number): TextEncoder {
  const heard = async (size: number, clipSkip: number) => ({
    text: {
      states: {
        type: 'float32',
        dims: [1, room, 1],
        data: new Float32Array(room).fill(0).fill(name * clipSkip, 0, size),
      },
      pooled: { type: 'float32', dims: [1, 1], data: Float32Array.of(name + size / 10) },
    } as const,
    ran: true,
  });
  return {
    part: { graph: `${name}/model.onnx`, tokenizer: String(name) },
    maxClipSkip: 9,
    encode: (prompt) => heard(prompt.length, 1),
    encodeChunk: ({ ids }, clipSkip) => heard(ids.length, clipSkip),
    chunks: (prompt) => chunksOf(prompt, { room, words: (text) => Array.from(text, (letter) => letter.charCodeAt(0)) }),
    dropped: (prompt) => prompt.slice(letters),
  };
}

const once = { pieces: 1, clipSkip: 1 };

describe('two encoders', () => {
  const encoders = [encoder(1, 3), encoder(2, 5)] as const;

  test('say their states side by side, and the second speaks for the whole', async () => {
    const { words, runs } = await createTextConditioning({ encoders, zerosForEmpty: true, isLengthOpen: true }).encode(
      'ab',
      once,
    );
    expect([...words.states.data]).toEqual([1, 2, 1, 2, 0, 0, 0, 0]);
    expect([words.states.dims, [...(words.pooled?.data ?? [])], runs]).toEqual([[1, 4, 2], [Math.fround(2.2)], 2]);
  });

  test('say nothing at all for no negative prompt where the model was trained so', async () => {
    const silent = createTextConditioning({ encoders, zerosForEmpty: true, isLengthOpen: true });
    const { words: like } = await silent.encode('ab', once);
    const { words, runs } = await silent.encodeNegative('', { ...once, like });
    expect([[...words.states.data], [...(words.pooled?.data ?? [])], runs]).toEqual([Array(8).fill(0), [0], 0]);
    const cat = await silent.encodeNegative('c', { ...once, like });
    expect([...cat.words.states.data]).toEqual([1, 2, 0, 0, 0, 0, 0, 0]);
  });

  test('read the empty text like any other where it was not', async () => {
    const reading = createTextConditioning({ encoders, zerosForEmpty: false, isLengthOpen: true });
    const { words: like } = await reading.encode('ab', once);
    const { words, runs } = await reading.encodeNegative('', { ...once, like });
    expect([[...(words.pooled?.data ?? [])], runs]).toEqual([[2], 2]);
  });

  test('read a long prompt piece by piece, and the first piece speaks for the whole', async () => {
    const reading = createTextConditioning({ encoders, zerosForEmpty: false, isLengthOpen: true });
    expect(['abcd', 'abcde', 'a BREAK b', 'abcdefghi'].map((prompt) => reading.pieces(prompt))).toEqual([1, 2, 2, 3]);
    const { words, runs } = await reading.encode('abcde', { pieces: 3, clipSkip: 2 });
    expect([...words.states.data]).toEqual([...Array(4).fill([2, 4]).flat(), 2, 4, ...Array(14).fill(0)]);
    expect([words.states.dims, [...(words.pooled?.data ?? [])], runs]).toEqual([[1, 12, 2], [Math.fround(2.4)], 6]);
    expect(reading.truncation('abcdefghi')).toBeNull();
  });

  test('before a denoiser of one length lose only the words that neither of them reads', () => {
    const { truncation, pieces } = createTextConditioning({ encoders, zerosForEmpty: true, isLengthOpen: false });
    expect([truncation('abcd'), truncation('(abcdefg:1.2)')?.values, pieces('abcdefg')]).toEqual([
      null,
      { words: 'fg' },
      1,
    ]);
  });
});
