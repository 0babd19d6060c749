import { describe, expect, test } from 'vitest';
import { lostStyleNote, withoutSets } from '../../../../../engine/pipelines/exemplar/exemplar-sources.ts';
import { exemplar } from './drawings.ts';

const origin = { licence: 'MIT', author: 'Somebody', source: null };
const collection = {
  sets: [
    { ...origin, name: 'blobs', title: 'Blobs', style: 'blob' },
    { ...origin, name: 'shiny', title: 'Shiny', style: 'glossy' },
    { ...origin, name: 'shinier', title: 'Shinier', style: 'glossy' },
  ],
  exemplars: [
    exemplar(0, { set: 'blobs', style: 'blob' }),
    exemplar(1, { set: 'shiny', style: 'glossy' }),
    exemplar(2, { set: 'blobs', style: 'blob' }),
    exemplar(3, { set: 'shinier', style: 'glossy' }),
  ],
};

describe('leaving sets out', () => {
  test('keeps the drawings of all others, in their order', () => {
    expect(withoutSets(collection, ['shiny']).map(({ id }) => id)).toEqual([0, 2, 3]);
    expect(withoutSets(collection, [])).toBe(collection.exemplars);
  });

  test('is told when the asked style goes with them', () => {
    expect(lostStyleNote(collection, { style: 'blob', excluded: ['blobs', 'shiny'] })).toEqual({
      code: 'STYLE_LEFT_OUT',
      message: 'The blob style is that of Blobs, which is left out. The picture is drawn in another style.',
      values: { style: 'blob', sets: 'Blobs' },
    });
  });

  test('is not told while another set has the style, nor of a style nobody asked for', () => {
    expect(lostStyleNote(collection, { style: 'glossy', excluded: ['shiny'] })).toBeNull();
    expect(lostStyleNote(collection, { style: null, excluded: ['blobs'] })).toBeNull();
    expect(lostStyleNote(collection, { style: 'pencil', excluded: ['blobs'] })).toBeNull();
  });
});
