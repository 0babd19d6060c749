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
  });

  test('says when the style that was asked for went with the set', async () => {
    const draw = await studio();
    const { notes } = await draw({ prompt: 'a glossy apple', excludedSets: ['emojione'] });

    expect(notes).toMatchObject([{ code: 'STYLE_LEFT_OUT', values: { style: 'glossy', sets: 'Emoji One 2' } }]);
  });
});
