// What the embedded model understands of a prompt.

import { describe, expect, test } from 'vitest';
import { readPrompt } from '../../../../../engine/pipelines/exemplar/prompt-reading.ts';

function things(prompt: string): string[][] {
  return readPrompt(prompt).subjects.map(({ words }) => words.map(({ word }) => word));
}

function setting(prompt: string): string[] {
  const { place, time, background } = readPrompt(prompt);
  return [place, time, background];
}

describe('subjects', () => {
  test('a colour belongs to its thing and is no thing itself', () => {
    expect(readPrompt('a red apple').subjects).toEqual([{ words: [{ word: 'apple', weight: 1.3 }], colour: 'red' }]);
  });

  test('"and" joins two things, each with its own colour', () => {
    const { subjects } = readPrompt('a red apple and a green pear');
    expect(subjects.map(({ colour }) => colour)).toEqual(['red', 'green']);
    expect(things('a red apple and a green pear')).toEqual([['apple'], ['pear']]);
  });

  test('"and" between colours joins no things', () => {
    expect(things('a red and blue balloon')).toEqual([['balloon']]);
  });

  test('the thing counts more than what it comes with', () => {
    const [subject] = readPrompt('a girl with a balloon').subjects;
    expect(subject?.words).toEqual([
      { word: 'girl', weight: 1.3 },
      { word: 'balloon', weight: 0.5 },
    ]);
  });

  test('what follows a comma leans the choice only', () => {
    const [subject] = readPrompt('a castle, medieval').subjects;
    expect(subject?.words).toEqual([
      { word: 'castle', weight: 1.3 },
      { word: 'medieval', weight: 0.35 * 1.3 },
    ]);
  });

  test('praise and talk about pictures choose nothing', () => {
    expect(things('a beautiful photo of a cat, masterpiece, highly detailed, 4k')).toEqual([['cat']]);
  });

  test("another family's weights lose their brackets", () => {
    expect(things('(apple:1.3)')).toEqual([['apple']]);
  });

  test('a prompt of a colour alone means the word', () => {
    expect(readPrompt('an orange').subjects).toEqual([{ words: [{ word: 'orange', weight: 1 }], colour: 'orange' }]);
  });

  test('a prompt without things has no subjects', () => {
    expect(readPrompt('!!!').subjects).toEqual([]);
  });
});

describe('the scene', () => {
  test.each([
    ['a penguin on snow', ['snow', 'day', 'white']],
    ['an owl at night', ['plain', 'night', 'white']],
    ['a lion in the desert at sunset', ['desert', 'sunset', 'white']],
    ['a fish under water', ['underwater', 'day', 'white']],
    ['an octopus in the deep sea', ['sea', 'day', 'white']],
    ['a shark under the sea', ['underwater', 'day', 'white']],
    ['underwater turtle', ['underwater', 'day', 'white']],
    ['a rose on a blue background', ['plain', 'day', 'blue']],
    ['a rose on blue', ['plain', 'day', 'blue']],
    ['a house, night', ['plain', 'night', 'white']],
    ['a car in a garage', ['plain', 'day', 'white']],
    ['apple', ['plain', 'day', 'white']],
  ])('%s', (prompt, expected) => {
    expect(setting(prompt)).toEqual(expected);
  });

  test('its words are no things', () => {
    expect(things('a lion in the desert at sunset')).toEqual([['lion']]);
    expect(things('a rose on a blue background')).toEqual([['rose']]);
  });

  test('a place without a preposition is a thing', () => {
    expect(things('desert')).toEqual([['desert']]);
    expect(setting('desert')).toEqual(['plain', 'day', 'white']);
  });
});

describe('the style', () => {
  test('is found anywhere and is no thing', () => {
    expect(readPrompt('dragon, 3d style').style).toBe('3d');
    expect(readPrompt('a flat dragon').style).toBe('flat');
    expect(things('dragon, 3d style')).toEqual([['dragon']]);
  });

  test('is open unless named', () => {
    expect(readPrompt('dragon').style).toBeNull();
  });
});
