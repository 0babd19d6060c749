// How a family is read and walked.

import { expect, test } from 'vitest';
import { inReadingOrder, placeAfterKey } from '../../../../../renderer/features/viewer/family-order.ts';
import { ImageId } from '../../../../../shared/domain/ids.ts';
import { exampleJob } from '../../example-job.ts';

const [example] = exampleJob('one', 1).images;
if (example === undefined) throw new Error('the example has pictures');

/** Names with the name of the parent: `b<a`. */
function family(...names: string[]) {
  const members = names.map((name) => {
    const [id = '', parent] = name.split('<');
    const image = { ...example, id: ImageId.parse(id), parent: parent === undefined ? null : ImageId.parse(parent) };
    return { image, prompt: '', making: { kind: 'generate' as const } };
  });
  return inReadingOrder({ eldest: ImageId.parse(names[0]?.split('<')[0]), members: members as never });
}

const shape = (members: ReturnType<typeof family>) =>
  members.map(({ image, level, place, siblings }) => `${image.id} ${level} ${place}/${siblings}`);

test('each picture is followed by what was made of it', () => {
  expect(shape(family('a', 'b<a', 'c<a', 'd<b', 'e<d'))).toEqual([
    'a 1 1/1',
    'b 2 1/2',
    'd 3 1/1',
    'e 4 1/1',
    'c 2 2/2',
  ]);
});

test('an eldest whose own parent is gone stands at the top, and a circle ends', () => {
  expect(shape(family('b<gone', 'c<b'))).toEqual(['b 1 1/1', 'c 2 1/1']);
  expect(shape(family('a<b', 'b<a'))).toEqual(['a 1 1/1', 'b 2 1/1']);
});

test.each([
  ['ArrowDown', 0, 1],
  ['ArrowDown', 4, 4],
  ['ArrowUp', 0, 0],
  ['ArrowUp', 3, 2],
  ['Home', 3, 0],
  ['End', 0, 4],
  // To the first child, and to nothing from a picture nothing was made of.
  ['ArrowRight', 1, 2],
  ['ArrowRight', 4, 4],
  // To the parent, past the siblings.
  ['ArrowLeft', 4, 0],
  ['ArrowLeft', 0, 0],
  ['x', 2, null],
])('%s from %i leads to %s', (key, from, to) => {
  expect(placeAfterKey(key, from, family('a', 'b<a', 'c<a', 'd<b', 'e<d'))).toBe(to);
});
