// Prompts as the tokenizers of the conformance models read them, before anything is loaded.

import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createPromptReader } from '../../../../engine/pipelines/prompt-reader.ts';
import type { ModelFamily } from '../../../../shared/domain/model.ts';

const read = createPromptReader();
function reading(model: string, family: ModelFamily, prompt: string) {
  const folder = fileURLToPath(new URL(`../../../conformance/models/${model}`, import.meta.url));
  return read({ folder, family, prompt });
}
/** One token a word in these tokenizers' vocabulary. */
const words = (count: number) => Array.from({ length: count }, () => 'cat').join(' ');
const tokensOf = (text: string) => reading('sd1', 'stable-diffusion', text).encoders[0]?.tokens ?? 0;

describe('a model that reads long prompts', () => {
  test('reads one piece of 75, and tells the weights and where they are', () => {
    const { encoders, weights } = reading('sd1', 'stable-diffusion', 'a (red:1.3) cat, [grey]');
    const [clip] = encoders;
    expect([encoders.length, clip?.encoder, clip?.room, clip?.cutAt]).toEqual([1, 'text_encoder', 75, null]);
    expect(clip?.pieces).toEqual([{ tokens: tokensOf('a red cat, grey'), end: 23 }]);
    expect(weights).toEqual([
      { from: 3, to: 6, weight: 1.3 },
      { from: 18, to: 22, weight: 1 / 1.1 },
    ]);
  });

  test('goes on with a second piece, whose beginning is told', () => {
    const each = tokensOf('cat');
    const fit = Math.floor(75 / each);
    const prompt = words(fit + 3);
    const [clip] = reading('sd1', 'stable-diffusion', prompt).encoders;
    expect(clip?.tokens).toBe(each * (fit + 3));
    expect(clip?.pieces).toEqual([
      { tokens: 75, end: words(fit).length },
      { tokens: each * (fit + 3) - 75, end: prompt.length },
    ]);
    expect(clip?.cutAt).toBeNull();
  });

  test('begins a piece behind BREAK', () => {
    const [clip] = reading('sd1', 'stable-diffusion', 'cat BREAK cat').encoders;
    expect(clip?.pieces.map(({ tokens }) => tokens)).toEqual([tokensOf('cat'), tokensOf('cat')]);
    expect(clip?.pieces.at(-1)?.end).toBe('cat BREAK cat'.length);
  });

  test('has each of its encoders count', () => {
    const { encoders } = reading('sdxl', 'stable-diffusion-xl', 'cat');
    expect(encoders.map(({ encoder }) => encoder)).toEqual(['text_encoder', 'text_encoder_2']);
  });
});

describe('a model that reads as much as its encoders have room for', () => {
  test.each([
    ['flux', 'flux', ['text_encoder', 'text_encoder_2']],
    ['sd3', 'stable-diffusion-3', ['text_encoder', 'text_encoder_2', 'text_encoder_3']],
  ] as const)('of %s tells where each stops, and takes brackets for brackets', (model, family, names) => {
    const prompt = `${words(200)} (end:1.4)`;
    const { encoders, weights } = reading(model, family, prompt);
    expect(encoders.map(({ encoder }) => encoder)).toEqual(names);
    expect(weights).toEqual([]);
    const [clip] = encoders;
    expect(clip?.pieces).toEqual([{ tokens: 75, end: clip?.cutAt }]);
    expect(tokensOf(prompt.slice(0, clip?.cutAt ?? 0))).toBeLessThanOrEqual(75);
    expect(prompt.slice(clip?.cutAt ?? 0)).toMatch(/^ cat/);
    const short = reading(model, family, 'a cat').encoders;
    expect(short.map(({ cutAt }) => cutAt)).toEqual(names.map(() => null));
  });
});

test('models without tokenizers read words', () => {
  expect(read({ folder: '/nowhere', family: 'exemplar', prompt: 'a (red:1.2) cat' })).toEqual({
    encoders: [],
    weights: [],
  });
});
