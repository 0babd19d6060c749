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
    expect(readPrompt('a red apple').subjects).toEqual([
      { words: [{ word: 'apple', weight: 1.3 }], colour: 'red', count: 1, relation: null },
    ]);
  });

  test('"and" joins two things, each with its own colour', () => {
    const { subjects } = readPrompt('a red apple and a green pear');
    expect(subjects.map(({ colour }) => colour)).toEqual(['red', 'green']);
    expect(things('a red apple and a green pear')).toEqual([['apple'], ['pear']]);
  });

  test('"and" between colours joins no things', () => {
    expect(things('a red and blue balloon')).toEqual([['balloon']]);
  });

  test.each([
    ['a girl with a balloon', 'with'],
    ['a cat on a box', 'on'],
    ['a cat next to a box', 'beside'],
    ['a dog in front of a house', 'front'],
    ['a dog behind a house', 'behind'],
    ['a dog under a tree', 'under'],
    ['a dog beside a house', 'beside'],
    ['a blue bird on a red house', 'on'],
  ])('%s are two, related', (prompt, relation) => {
    const { subjects, place } = readPrompt(prompt);
    expect(subjects.map((subject) => subject.relation)).toEqual([null, relation]);
    expect(place).toBe('plain');
  });

  test.each([
    ['two apples', [2]],
    ['3 chicks', [3]],
    ['a pair of shoes', [2]],
    ['two apples and a pear', [2, 1]],
    ['a cat', [1]],
  ])('%s are counted', (prompt, counts) => {
    expect(readPrompt(prompt).subjects.map(({ count }) => count)).toEqual(counts);
  });

  test('things may be listed', () => {
    expect(things('a cat, a dog and a bird')).toEqual([['cat'], ['dog'], ['bird']]);
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

  test('weights lean the choice between the words of a thing, and never replace the thing', () => {
    const [subject] = readPrompt('(big:2) [old] apple BREAK (at night)').subjects;
    expect(subject?.words.map(({ word, weight }) => [word, Math.round(weight * 100) / 100])).toEqual([
      ['big', 1.25],
      ['old', 0.91],
      ['apple', 1.3],
    ]);
    expect(readPrompt('an apple BREAK (at night)').time).toBe('night');
  });

  test("another family's weights lose their brackets", () => {
    expect(things('(apple:1.3)')).toEqual([['apple']]);
  });

  test('a prompt of a colour alone means the word', () => {
    expect(readPrompt('an orange').subjects).toEqual([
      { words: [{ word: 'orange', weight: 1 }], colour: 'orange', count: 1, relation: null },
    ]);
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

  test.each([
    ['a fox in a snowy forest', 'forest', 'snowfall'],
    ['a flower in the rain', 'plain', 'rain'],
    ['a boat on the sea, foggy morning', 'sea', 'fog'],
    ['a lighthouse, stormy night', 'plain', 'storm'],
    ['a cup of coffee in a cosy room', 'room', 'clear'],
    ['a pizza on a wooden table', 'table', 'clear'],
    ['a blue car in the city', 'city', 'clear'],
    ['a goat in the mountains', 'mountains', 'clear'],
    ['a pizza among the clouds', 'sky', 'clear'],
    ['a robot in outer space', 'space', 'clear'],
    ['a crab on a sandy shore', 'beach', 'clear'],
  ])('%s', (prompt, place, weather) => {
    expect(readPrompt(prompt)).toMatchObject({ place, weather });
    expect(readPrompt(prompt).subjects).toHaveLength(1);
  });

  test.each([
    ['a cat on a striped background', 'stripes', 'white'],
    ['a cat on a pink polka dot background', 'dots', 'pink'],
    ['a cat on a blue gradient background', 'gradient', 'blue'],
  ])('%s', (prompt, backdrop, background) => {
    expect(readPrompt(prompt)).toMatchObject({ backdrop, background, place: 'plain' });
  });

  test('under the stars is night, not among them', () => {
    expect(setting('a camel in the desert under the stars')).toEqual(['desert', 'night', 'white']);
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
