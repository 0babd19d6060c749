// What groups and a seed decide before anything is drawn.

import { describe, expect, test } from 'vitest';
import { planComposition } from '../../../../../engine/pipelines/exemplar/composition-plan.ts';
import type { ExemplarGroup } from '../../../../../engine/pipelines/exemplar/exemplar-group.ts';
import { readPrompt } from '../../../../../engine/pipelines/exemplar/prompt-reading.ts';
import { exemplar, square } from './drawings.ts';

function group(...ids: readonly number[]): ExemplarGroup {
  const members = ids.map((id) => ({
    exemplar: exemplar(id),
    mirrored: false,
    drawing: square([id, id, id]),
    asDrawn: { drawing: square([id, 0, 0]), aspect: 2 },
    logPrior: -Math.log(ids.length),
  }));
  return {
    aspect: 1,
    bustAtFoot: false,
    isMostlyWhite: false,
    key: ids.join(),
    members,
    sketches: members,
    lenders: [],
  };
}

function plan(prompt: string, seed: number, groups: readonly ExemplarGroup[]) {
  const scene = readPrompt(prompt);
  const things = groups.map((each, i) => ({ group: each, relation: i === 0 ? null : ('beside' as const) }));
  return planComposition({ scene, things, within: null, width: 256, height: 256, seed });
}

const seeds = Array.from({ length: 20 }, (_, seed) => seed);

describe('a composition', () => {
  test('is the same for the same seed', () => {
    expect(plan('a thing on grass', 3, [group(1)])).toEqual(plan('a thing on grass', 3, [group(1)]));
  });

  test('in a scene, is another for every seed', () => {
    expect(new Set(seeds.map((seed) => plan('a thing on grass', seed, [group(1)]).key)).size).toBe(seeds.length);
  });

  test('on a plain sheet, is the same for every seed that picks the same drawings', () => {
    expect(new Set(seeds.map((seed) => plan('a thing', seed, [group(1)]).key)).size).toBe(1);
    expect(plan('a thing', 1, [group(1)]).key).not.toBe(plan('a thing', 1, [group(2)]).key);
  });

  test('pairs two subjects until the longer list is used up, with priors that sum to one', () => {
    const { exemplars } = plan('a thing and a thing', 1, [group(1, 2, 3), group(4)]);
    expect(
      exemplars.map(({ drawings }) => drawings.map(({ drawing }) => drawing.picture.data[4 * 16 * 4 + 16])),
    ).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
    ]);
    expect(exemplars.reduce((sum, { logPrior }) => sum + Math.exp(logPrior), 0)).toBeCloseTo(1, 9);
  });

  test('says what a picture would be like unmixed, at the same place, and what its drawings were before', () => {
    const mixture = square([200, 0, 0]);
    const things = [{ ...group(1, 2), sketches: [{ drawing: mixture, logPrior: 0 }] }];
    const { exemplars, members } = plan('a thing on grass', 1, things);
    expect(exemplars.map(({ drawings }) => drawings[0]?.drawing)).toEqual([mixture]);
    expect(members.map(({ drawings }) => drawings[0]?.place)).toEqual(
      [1, 2].map(() => exemplars[0]?.drawings[0]?.place),
    );
    expect(members.map(({ drawings }) => drawings[0]?.asDrawn)).toEqual(
      things[0]?.members.map(({ asDrawn }) => asDrawn),
    );
  });

  test('gives a white thing a sheet it can be seen on, and leaves scenes alone', () => {
    const white = { ...group(1), isMostlyWhite: true };
    expect(plan('a thing', 1, [white]).scene).not.toBe(plan('a thing', 1, [group(1)]).scene);
    expect(plan('a thing on grass', 1, [white]).scene).toBe(plan('a thing on grass', 1, [group(1)]).scene);
  });
});
