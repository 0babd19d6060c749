// Which drawings of the embedded model answer which words: on the real index and the real word vectors.

import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type ExemplarCollection,
  openExemplarCollection,
} from '../../../../../engine/pipelines/exemplar/exemplar-collection.ts';
import { readPrompt } from '../../../../../engine/pipelines/exemplar/prompt-reading.ts';
import {
  type RetrievedExemplar,
  retrieve,
  settleAttachments,
  unknownWords,
} from '../../../../../engine/pipelines/exemplar/retrieval.ts';
import { loadWordVectors, type WordVectors } from '../../../../../engine/pipelines/exemplar/word-vectors.ts';

const folder = fileURLToPath(new URL('../../../../../resources/models/sticker-mini', import.meta.url));
let collection: ExemplarCollection;
let vectors: WordVectors;
beforeAll(async () => {
  collection = await openExemplarCollection(folder);
  vectors = await loadWordVectors(folder);
});

function found(prompt: string, unwanted: string[] = [], random = () => 0.5): RetrievedExemplar[] {
  const { subjects, style } = readPrompt(prompt);
  return retrieve({
    subject: subjects[0] ?? { words: [], colour: null, count: 1, relation: null },
    style,
    unwanted,
    exemplars: collection.exemplars,
    vectors,
    settings: { exemplars: 24, keepAbove: 0.82, priorTemperature: 0.08 },
    stands: false,
    random,
  });
}

function labels(list: readonly RetrievedExemplar[]): string[] {
  return [...new Set(list.map(({ exemplar }) => exemplar.labelWords.join(' ')))];
}

describe('words', () => {
  test('choose the thing they name', () => {
    expect(labels(found('a guitar'))).toEqual(['guitar']);
    expect(labels(found('castle'))).toEqual(['castle']);
  });

  test('are found in the plural', () => {
    expect(labels(found('guitars'))).toEqual(['guitar']);
    expect(labels(found('bananas'))).toEqual(['banana']);
  });

  test('reach drawings of a near meaning when none has the word', () => {
    expect(labels(found('kitten'))).toEqual(['cat', 'cat face', 'black cat']);
    expect(labels(found('wizard'))).toContain('mage');
  });

  test('that no drawing carries do not change the choice', () => {
    expect(labels(found('a dramatic guitar'))).toEqual(['guitar']);
  });

  test('of the negative prompt push drawings away', () => {
    expect(labels(found('cat'))).toContain('cat face');
    expect(labels(found('cat', ['face']))).not.toContain('cat face');
  });
});

describe('colour and style', () => {
  test('never outweigh the thing', () => {
    expect(labels(found('a red rose'))).toEqual(['rose']);
    expect(labels(found('a purple guitar, 3d style'))).toEqual(['guitar']);
  });

  test('a wanted style comes first', () => {
    expect(found('dragon, 3d style')[0]?.exemplar.style).toBe('3d');
  });

  test('a wanted colour comes first', () => {
    expect(labels(found('a red apple'))[0]).toBe('red apple');
    expect(labels(found('a green apple'))[0]).toBe('green apple');
  });
});

describe('the prior', () => {
  test('sums to one', () => {
    const sum = found('a red apple').reduce((total, { logPrior }) => total + Math.exp(logPrior), 0);
    expect(sum).toBeCloseTo(1, 6);
  });

  test('keeps no more drawings than asked for', () => {
    expect(found('face').length).toBe(24);
  });
});

describe('words nobody knows', () => {
  test('are told apart from words that only no drawing has', () => {
    const words = ['apple', 'xqzzt', 'dramatic', 'cherries'];
    expect(unknownWords(words, { vectors, exemplars: collection.exemplars })).toEqual(['xqzzt']);
  });

  test('give the drawings of one thing, another for another chance', () => {
    const one = labels(found('xqzzt', [], () => 0.1));
    const other = labels(found('xqzzt', [], () => 0.9));
    expect(one).toHaveLength(1);
    expect(other).toHaveLength(1);
    expect(one).not.toEqual(other);
  });
});

describe('names people use', () => {
  test.each([
    ['a queen', 'princess'],
    ['a car', 'automobile'],
    ['a doctor', 'health worker'],
    ['a flower', 'tulip'],
    ['a bunny', 'rabbit'],
    ['a knight', 'guard'],
  ])('%s finds %s', (prompt, label) => {
    expect(labels(found(prompt))).toContain(label);
  });

  test('the plain thing wins over what only has it in its name', () => {
    expect(labels(found('a dog'))).not.toContain('hot dog');
    expect(labels(found('a key'))).not.toContain('locked with key');
    expect(labels(found('a red heart'))).not.toContain('heart with ribbon');
  });

  test('are known by their stems and their parts', () => {
    const sources = { vectors, exemplars: collection.exemplars };
    expect(unknownWords(['snowy', 'firetruck', 'dragonish', 'xqzzt'], sources)).toEqual(['xqzzt']);
    expect(labels(found('a rocketcat'))).toContain('cat');
  });
});

describe('what a thing comes with', () => {
  const settled = (prompt: string) =>
    settleAttachments(readPrompt(prompt).subjects, { vectors, exemplars: collection.exemplars }).map(({ words }) =>
      words.map(({ word }) => word),
    );

  test('is part of it where it was drawn so', () => {
    expect(settled('a man with a beard')).toEqual([['man', 'beard']]);
  });

  test('is a thing of its own where not', () => {
    expect(settled('a girl with a balloon')).toEqual([['girl'], ['balloon']]);
    expect(settled('a cat in front of a house')).toEqual([['cat'], ['house']]);
  });

  test('only leans the choice where nobody drew it', () => {
    expect(settled('a car in a garage')).toEqual([['car', 'garage']]);
  });
});
