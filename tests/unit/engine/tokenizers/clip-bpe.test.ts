// CLIP's ids against another implementation, and the properties that hold for any text.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createClipBpe } from '../../../../engine/tokenizers/clip-bpe.ts';

const fixture = fileURLToPath(new URL('../../../fixtures/clip-tokenizer/', import.meta.url));
const vocabulary = new Map<string, number>(Object.entries(JSON.parse(readFileSync(`${fixture}vocab.json`, 'utf8'))));
const merges = readFileSync(`${fixture}merges.txt`, 'utf8').split('\n').slice(1, -1);
const golden: { text: string; ids: number[] }[] = JSON.parse(readFileSync(`${fixture}golden.json`, 'utf8'));
const end = '<|endoftext|>';
const stableDiffusion1 = createClipBpe({ vocabulary, merges, specialTokens: [end], unknownId: 49407 });
const stableDiffusion2 = createClipBpe({ vocabulary, merges, specialTokens: [end, '!'], unknownId: 49407 });

describe("CLIP's byte-pair encoding", () => {
  test.each(golden)('gives the ids of the reference for $text', ({ text, ids }) => {
    expect(stableDiffusion1.encode(text)).toEqual(ids);
  });

  test('knows the sentence of the paper', () => {
    expect(stableDiffusion1.encode('a photo of a cat')).toEqual([320, 1125, 539, 320, 2368]);
  });

  test('makes no difference between composed and decomposed letters', () => {
    expect(stableDiffusion1.encode('cafe\u0301')).toEqual(stableDiffusion1.encode('café'));
  });

  test('loses every "!" to padding where that is the pad token, as Stable Diffusion 2 does', () => {
    expect([stableDiffusion1.encode('cat!'), stableDiffusion2.encode('cat!')]).toEqual([
      [2368, 256],
      [2368, 0],
    ]);
  });

  test('reads a special token inside a text as one id', () => {
    expect(stableDiffusion1.encode(`a${end}cat`)).toEqual([320, 49407, 2368]);
  });

  test('decodes to the words it encoded', () => {
    expect(stableDiffusion1.decode(stableDiffusion1.encode('A café, 日本語 🍎'))).toBe('a café , 日本語 🍎');
  });

  test('has an id for every text and knows the letters again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const ids = createClipBpe({ vocabulary, merges, specialTokens: [], unknownId: -1 }).encode(text);
        const letters = (of: string) =>
          of
            .normalize('NFC')
            .toLowerCase()
            .replaceAll(/[\s\uFEFF]/gu, '');
        expect(ids).not.toContain(-1);
        expect(letters(stableDiffusion1.decode(ids))).toBe(letters(text));
      }),
      { numRuns: 200 },
    );
  });

  test('takes no time for a word of four thousand letters', () => {
    const started = performance.now();
    stableDiffusion1.encode('photocat'.repeat(500));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
