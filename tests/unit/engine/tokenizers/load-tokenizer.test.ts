// Which tokenizer a folder gets, how prompts are padded and cut, and what a folder that is not complete is told.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { loadTokenizer } from '../../../../engine/tokenizers/load-tokenizer.ts';

const fixture = fileURLToPath(new URL('../../../fixtures/clip-tokenizer/', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'load-tokenizer-'));
afterAll(() => rmSync(root, { recursive: true }));

let folders = 0;
function modelFolder(files: Readonly<Record<string, unknown>>, options = { clip: true }): string {
  folders += 1;
  const folder = join(root, `model-${folders}`);
  mkdirSync(join(folder, 'tokenizer'), { recursive: true });
  if (options.clip) cpSync(fixture, join(folder, 'tokenizer'), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(join(folder, 'tokenizer', name), text);
  }
  return folder;
}

function load(folder: string, length?: number) {
  return loadTokenizer({ folder, under: 'tokenizer', length });
}

/** The smallest honest tokenizer.json: whole words, lower-cased, one end token. */
const wordLevel = {
  version: '1.0',
  added_tokens: [
    { id: 0, content: '<end>', single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
  ],
  normalizer: { type: 'Lowercase' },
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '<end>', type_id: 0 } }],
    pair: [],
    special_tokens: { '<end>': { id: '<end>', ids: [0], tokens: ['<end>'] } },
  },
  decoder: null,
  model: { type: 'WordLevel', vocab: { '<end>': 0, '<unk>': 1, a: 2, red: 3, apple: 4 }, unk_token: '<unk>' },
};

describe('a CLIP tokenizer', () => {
  test('sets start and end around the words and pads to 77 with the end token', () => {
    const { ids, attentionMask, dropped } = load(modelFolder({})).encode('a cat');
    expect(ids).toHaveLength(77);
    expect(ids.slice(0, 5)).toEqual([49406, 320, 2368, 49407, 49407]);
    expect(attentionMask.slice(0, 5)).toEqual([1, 1, 1, 1, 0]);
    expect(dropped).toBe('');
  });

  test('pads with the token its own config names', () => {
    const config = { pad_token: '!', model_max_length: 6 };
    expect(load(modelFolder({ 'tokenizer_config.json': config })).encode('a cat').ids).toEqual([
      49406, 320, 2368, 49407, 0, 0,
    ]);
  });

  test('lets special_tokens_map.json overrule tokenizer_config.json', () => {
    const files = {
      'tokenizer_config.json': { pad_token: '<|endoftext|>', model_max_length: 4 },
      'special_tokens_map.json': { pad_token: { content: '!' } },
    };
    expect(load(modelFolder(files)).encode('').ids).toEqual([49406, 49407, 0, 0]);
  });

  test("reads transformers' endless length as none", () => {
    expect(
      load(modelFolder({ 'tokenizer_config.json': '{"model_max_length": 1000000000000000019884624838656}' })).length,
    ).toBe(77);
  });

  test('cuts a long prompt, keeps its end token, and tells which words were lost', () => {
    const { ids, dropped } = load(modelFolder({}), 5).encode('a photo of a cat');
    expect([ids, dropped]).toEqual([[49406, 320, 1125, 539, 49407], 'a cat']);
  });

  test('of an unknown special token is refused', () => {
    const folder = modelFolder({ 'tokenizer_config.json': { pad_token: '<nothing>' } });
    expect(() => load(folder)).toThrow('tokenizer/vocab.json does not know <nothing>');
  });

  test('without its files names the one that is missing', () => {
    expect(() => load(modelFolder({}, { clip: false }))).toThrow('The model has no tokenizer/vocab.json');
    expect(() => load(modelFolder({ 'vocab.json': '{"a": ' }))).toThrow(
      'tokenizer/vocab.json cannot be used: it is not valid JSON',
    );
    expect(() => load(modelFolder({ 'vocab.json': '{"a": "b"}' }))).toThrow('tokenizer/vocab.json cannot be used: a:');
  });
});

describe('a tokenizer.json', () => {
  const files = {
    'tokenizer.json': wordLevel,
    'tokenizer_config.json': { tokenizer_class: 'T5Tokenizer', eos_token: '<end>' },
  };

  test('is read for every class that is not CLIP, and keeps its own special tokens', () => {
    const { ids, attentionMask } = load(modelFolder(files, { clip: false }), 6).encode('A red banana');
    expect([ids, attentionMask]).toEqual([
      [2, 3, 1, 0, 0, 0],
      [1, 1, 1, 1, 0, 0],
    ]);
  });

  test('keeps the end token when the prompt is cut', () => {
    const { ids, dropped } = load(modelFolder(files, { clip: false }), 3).encode('a red apple a');
    expect([ids, dropped]).toEqual([[2, 3, 0], 'apple a']);
  });

  test('that describes no known tokenizer is refused', () => {
    const folder = modelFolder({ ...files, 'tokenizer.json': { model: { type: 'Nonsense' } } }, { clip: false });
    expect(() => load(folder)).toThrow('tokenizer/tokenizer.json describes a tokenizer that cannot be built');
  });

  test('that is missing where the class needs it is named', () => {
    const folder = modelFolder({ 'tokenizer_config.json': { tokenizer_class: 'T5Tokenizer' } }, { clip: false });
    expect(() => load(folder)).toThrow('tokenizer/ holds a T5Tokenizer without a tokenizer.json');
  });
});
