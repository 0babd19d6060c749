// Where things stand in a picture.

import { describe, expect, test } from 'vitest';
import { placeSubjects } from '../../../../../engine/pipelines/exemplar/layout.ts';
import type { RelationName } from '../../../../../engine/pipelines/exemplar/prompt-vocabulary.ts';
import { groundLine, type Scene } from '../../../../../engine/pipelines/exemplar/scene-drawing.ts';
import { createRandomStream } from '../../../../../engine/pipelines/exemplar/seeded-random.ts';
import { exemplar, square } from './drawings.ts';

const white: Scene = { place: 'plain', time: 'day', weather: 'clear', background: 'white', backdrop: 'flat' };
const grass: Scene = { ...white, place: 'grass' };
const size = { width: 256, height: 256 };
const seeds = Array.from({ length: 12 }, (_, seed) => seed);

function thing(label: string, relation: RelationName | null = null) {
  const member = {
    exemplar: exemplar(1, { labelWords: [label] }),
    mirrored: false,
    drawing: square([9, 9, 9]),
    asDrawn: { drawing: square([9, 9, 9]), aspect: 1 },
    logPrior: 0,
  };
  return {
    group: {
      aspect: 1,
      bustAtFoot: false,
      isMostlyWhite: false,
      key: label,
      members: [member],
      sketches: [member],
      lenders: [],
    },
    relation,
  };
}

function places(scene: Scene, things: readonly ReturnType<typeof thing>[], { seed = 1, ...other } = {}) {
  return placeSubjects(scene, { ...size, ...other, things, random: createRandomStream({ seed, purpose: 'places' }) });
}

function edges({ left, top, width, height }: ReturnType<typeof places>[number]) {
  return { left, top, right: left + width, bottom: top + height };
}

describe('one thing', () => {
  test('on a plain sheet stands at the same place for every seed', () => {
    expect(places(white, [thing('cat')], { seed: 1 })).toEqual(places(white, [thing('cat')], { seed: 2 }));
  });

  test('in a scene stands on the ground, elsewhere for another seed, and on the canvas', () => {
    const all = seeds.map((seed) => edges(places(grass, [thing('cat')], { seed })[0] ?? expect.fail()));
    expect(new Set(all.map(({ left }) => left)).size).toBe(seeds.length);
    expect(all.every(({ bottom }) => Math.abs(bottom - (groundLine(grass) ?? 0) * 256) < 1)).toBe(true);
    expect(all.every(({ left, right }) => left >= 0 && right <= 256)).toBe(true);
  });

  test('that flies is in the air', () => {
    const all = seeds.map((seed) => places(grass, [thing('butterfly')], { seed })[0] ?? expect.fail());
    expect(all.every((place) => !place.stands && edges(place).bottom < 256)).toBe(true);
    expect(all.some((place) => edges(place).bottom < (groundLine(grass) ?? 0) * 256)).toBe(true);
  });

  test('that is only a head is cut by the lower edge', () => {
    const all = seeds.map((seed) => edges(places(grass, [thing('fox')], { seed })[0] ?? expect.fail()));
    expect(all.every(({ bottom }) => bottom > 256)).toBe(true);
  });
});

describe('several things', () => {
  test.each([2, 3, 4])('%i on a plain sheet do not overlap', (count) => {
    const all = places(
      white,
      Array.from({ length: count }, () => thing('cat', 'beside')),
    ).map(edges);
    const overlaps = all.flatMap((one, i) =>
      all.slice(i + 1).map((other) => {
        const [across, down] = [
          Math.min(one.right, other.right) - Math.max(one.left, other.left),
          Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top),
        ];
        return across > 0 && down > 0;
      }),
    );
    expect(overlaps).not.toContain(true);
    expect(all.every(({ left, top, right, bottom }) => left >= 0 && top >= 0 && right <= 256 && bottom <= 256)).toBe(
      true,
    );
  });

  test('stand from left to right as they are named, the larger one larger', () => {
    const [mouse, house] = places(grass, [thing('mouse'), thing('house', 'beside')]);
    expect((mouse?.left ?? 0) + (mouse?.width ?? 0) / 2).toBeLessThan((house?.left ?? 0) + (house?.width ?? 0) / 2);
    expect(house?.width).toBeGreaterThan((mouse?.width ?? 0) * 1.3);
  });

  test('on one another: the upper one ends where the lower one begins, and is drawn over it', () => {
    const [upper, lower] = places(white, [thing('cat'), thing('box', 'on')]);
    const [above, below] = [edges(upper ?? expect.fail()), edges(lower ?? expect.fail())];
    expect(above.bottom).toBeGreaterThan(below.top);
    expect(above.bottom - below.top).toBeLessThan((lower?.height ?? 0) * 0.3);
    expect(upper?.depth).toBeGreaterThan(lower?.depth ?? 9);
  });

  test.each([
    ['front', 'over'],
    ['behind', 'under'],
  ] as const)('%s: the first is drawn %s the second', (relation, order) => {
    const [one, other] = places(grass, [thing('dog'), thing('house', relation)]);
    const nearer = (one?.depth ?? 0) > (other?.depth ?? 0);
    expect(nearer).toBe(order === 'over');
  });

  test('under: the first stands below the second', () => {
    const [dog, tree] = places(grass, [thing('dog'), thing('cloud', 'under')]).map(edges);
    expect(dog?.bottom).toBeGreaterThan(tree?.bottom ?? 999);
  });
});
