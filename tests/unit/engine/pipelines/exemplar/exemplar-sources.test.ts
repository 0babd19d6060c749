import { describe, expect, test } from 'vitest';
import { drawnFrom, lostStyleNote, withoutSets } from '../../../../../engine/pipelines/exemplar/exemplar-sources.ts';
import { exemplar, square } from './drawings.ts';

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

describe('what a picture was drawn from', () => {
  const [blob, shiny, otherBlob, shinier] = collection.exemplars;
  const group = (...members: readonly (typeof blob)[]) => ({
    members: members
      .filter((member) => member !== undefined)
      .map((member) => ({ exemplar: member, mirrored: false, drawing: square([0, 0, 0]), logPrior: 0 })),
  });

  test('is told by set, with those first that gave a thing its outline', () => {
    const sources = drawnFrom([group(shiny, blob), group(otherBlob, shiny)], collection.sets);
    expect(sources.map(({ name, title, drawings }) => [name, title, drawings])).toEqual([
      ['shiny', 'Shiny', [{ name: 'drawing-1', label: 'dog', leads: true }]],
      [
        'blobs',
        'Blobs',
        [
          { name: 'drawing-2', label: 'dog', leads: true },
          { name: 'drawing-0', label: 'dog', leads: false },
        ],
      ],
    ]);
  });

  test('names those whose proportions or colours were taken over as well', () => {
    const lent = drawnFrom([{ ...group(blob), lenders: shiny === undefined ? [] : [shiny] }], collection.sets);
    expect(lent.map(({ name, drawings }) => [name, drawings[0]?.leads])).toEqual([
      ['blobs', true],
      ['shiny', false],
    ]);
  });

  test('carries licence and author of each set, and no set that gave nothing', () => {
    expect(drawnFrom([group(shinier)], collection.sets)).toEqual([
      { ...origin, name: 'shinier', title: 'Shinier', drawings: [{ name: 'drawing-3', label: 'dog', leads: true }] },
    ]);
  });
});
