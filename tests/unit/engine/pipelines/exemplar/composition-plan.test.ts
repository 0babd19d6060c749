// What a prompt and a seed decide before anything is drawn.

import { describe, expect, test } from 'vitest';
import { planComposition } from '../../../../../engine/pipelines/exemplar/composition-plan.ts';
import type { Exemplar } from '../../../../../engine/pipelines/exemplar/exemplar-collection.ts';
import { readPrompt } from '../../../../../engine/pipelines/exemplar/prompt-reading.ts';

function exemplar(id: number, more: Partial<Exemplar> = {}): Exemplar {
  return {
    id,
    labelWords: ['thing'],
    tagWords: [],
    style: 'flat',
    colour: 'red',
    mirrors: true,
    offset: 0,
    length: 1,
    ...more,
  };
}

function plan(prompt: string, seed: number, lists: readonly (readonly Exemplar[])[]) {
  const retrieved = lists.map((list) => list.map((item) => ({ exemplar: item, logPrior: -Math.log(list.length) })));
  return planComposition({ reading: readPrompt(prompt), retrieved, width: 256, height: 256, seed });
}

const seeds = Array.from({ length: 20 }, (_, seed) => seed);

describe('a composition', () => {
  test('is the same for the same seed', () => {
    expect(plan('a thing on grass', 3, [[exemplar(1)]])).toEqual(plan('a thing on grass', 3, [[exemplar(1)]]));
  });

  test('in a scene, is another for every seed', () => {
    expect(new Set(seeds.map((seed) => plan('a thing on grass', seed, [[exemplar(1)]]).key)).size).toBe(seeds.length);
  });

  test('on a plain sheet, is one of two, so that pictures share what was encoded', () => {
    expect(new Set(seeds.map((seed) => plan('a thing', seed, [[exemplar(1)]]).key)).size).toBe(2);
  });

  test('mirrors all of its drawings or none, and none that carry writing', () => {
    const mirrored = (lists: readonly (readonly Exemplar[])[]) =>
      seeds.map((seed) => plan('a thing', seed, lists).exemplars.map(({ drawings }) => drawings[0]?.mirrored));
    const both = mirrored([[exemplar(1), exemplar(2)]]);
    expect(both).toContainEqual([true, true]);
    expect(both).toContainEqual([false, false]);
    expect(both.every(([one, other]) => one === other)).toBe(true);
    const sign = exemplar(3, { mirrors: false });
    expect(mirrored([[exemplar(1), sign]]).flat()).not.toContain(true);
  });

  test('recolours only drawings of another colour', () => {
    const [red, blue] = plan('a red thing', 1, [[exemplar(1), exemplar(2, { colour: 'blue' })]]).exemplars;
    expect(red?.drawings[0]?.colour).toBeNull();
    expect(blue?.drawings[0]?.colour).toBe('red');
  });

  test('pairs two subjects until the longer list is used up, with priors that sum to one', () => {
    const { exemplars } = plan('a thing and a thing', 1, [[exemplar(1), exemplar(2), exemplar(3)], [exemplar(4)]]);
    expect(exemplars.map(({ drawings }) => drawings.map((drawing) => drawing.exemplar.id))).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
    ]);
    expect(exemplars.reduce((sum, { logPrior }) => sum + Math.exp(logPrior), 0)).toBeCloseTo(1, 9);
  });
});
