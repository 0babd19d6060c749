// Describing in the background: everything once, what cannot be described is not tried for ever, and drawing comes first.

import { beforeEach, expect, test } from 'vitest';
import { createDescribePictures } from '../../../../main/library/describe-pictures.ts';
import { ImageId } from '../../../../shared/domain/ids.ts';
import { descriptionLength, type PictureTraits } from '../../../../shared/domain/picture-traits.ts';
import { TesseraError } from '../../../../shared/errors.ts';

const traits: PictureTraits = { hash: '0f'.repeat(8), description: Buffer.alloc(descriptionLength).toString('base64') };
const ids = ['a', 'damaged', 'gone', 'b'].map((id) => ImageId.parse(id));

let kept: Map<ImageId, PictureTraits | null>;
let state: 'ready' | 'running';
let asked: string[];
let refuse: TesseraError | null;

beforeEach(() => {
  kept = new Map();
  state = 'ready';
  asked = [];
  refuse = null;
});

function describing() {
  return createDescribePictures({
    traits: { undescribed: () => ids.filter((id) => !kept.has(id)).map((id, number) => ({ id, number })) },
    similar: { keep: (id, described) => void kept.set(id, described) },
    files: { path: (id) => (id === 'gone' ? null : `/${id}.png`) },
    engine: {
      health: () => ({ state, message: '', rssBytes: null, restarts: 0, fallen: false, about: null }),
      describe(source) {
        asked.push(source);
        if (refuse !== null) return Promise.reject(refuse);
        if (source.includes('damaged')) return Promise.reject(new TesseraError('INVALID_INPUT', 'Damaged.'));
        return Promise.resolve({ width: 8, height: 8, format: 'png', traits });
      },
    },
    events: { subscribe: () => () => {} },
    log: () => {},
  });
}

test('every picture is described once; what cannot be is remembered as such', async () => {
  const work = describing();
  work.start();
  await expect.poll(() => kept.size).toBe(4);
  await work.close();
  expect([...kept]).toEqual([
    ['a', traits],
    ['damaged', null],
    ['gone', null],
    ['b', traits],
  ]);
  expect(asked).toEqual(['/a.png', '/damaged.png', '/b.png']);
});

test('nothing is described while something is drawn, and closing does not wait for the end of it', async () => {
  state = 'running';
  const work = describing();
  work.start();
  await work.close();
  expect([asked, kept.size]).toEqual([[], 0]);
});

test('a host that cannot answer says nothing of the picture', async () => {
  refuse = new TesseraError('ENGINE_UNAVAILABLE', 'The host rests.');
  const work = describing();
  work.start();
  await expect.poll(() => asked.length).toBe(1);
  await work.close();
  expect(kept.size).toBe(0);
});
