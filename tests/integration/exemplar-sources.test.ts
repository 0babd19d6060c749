// Sets of drawings left out of the embedded model: real files, real runtime, small pictures.

import { afterEach, describe, expect, test } from 'vitest';
import { closeStudios, meanDifference, studio } from '../fixtures/exemplar-studio.ts';

afterEach(closeStudios);

describe('a picture without a set', () => {
  test('is another one, and always the same', async () => {
    const draw = await studio();
    const excludedSets = ['fluent-emoji', 'noto', 'noto-v1', 'twemoji'];
    const [all, some] = [await draw(), await draw({ excludedSets })];
    const again = await (await studio())({ excludedSets });

    expect(meanDifference(all.image, some.image)).toBeGreaterThan(2);
    expect(again.image.data).toEqual(some.image.data);
    expect(again.drawnFrom).toEqual(some.drawnFrom);
  });

  test('says when the style that was asked for went with the set', async () => {
    const draw = await studio();
    const { notes } = await draw({ prompt: 'a glossy apple', excludedSets: ['emojione'] });

    expect(notes).toMatchObject([{ code: 'STYLE_LEFT_OUT', values: { style: 'glossy', sets: 'Emoji One 2' } }]);
  });
});

describe('what a picture says it was drawn from', () => {
  test('is drawings of the thing, by set, with author and licence, and none of a set left out', async () => {
    const draw = await studio();
    const asked = { prompt: 'a guitar' };
    const { drawnFrom: all = [] } = await draw(asked);
    const names = all.map(({ name }) => name);
    const { drawnFrom: without = [] } = await draw({ ...asked, excludedSets: names.slice(0, 2) });

    expect(all.flatMap(({ drawings }) => drawings).filter(({ leads }) => leads)).toHaveLength(1);
    expect(new Set(all.flatMap(({ drawings }) => drawings.map(({ label }) => label)))).toEqual(new Set(['guitar']));
    expect(all.every(({ licence, author }) => /^(MIT|Apache-2.0|CC-BY-4.0)$/.test(licence) && author !== '')).toBe(
      true,
    );
    expect(without.length).toBeGreaterThan(0);
    expect(without.map(({ name }) => name).filter((name) => names.slice(0, 2).includes(name))).toEqual([]);
  });
});
