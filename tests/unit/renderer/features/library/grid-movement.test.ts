// Keys in a grid whose rows hold different numbers of pictures.

import { expect, test } from 'vitest';
import { placeAfter, rowOf } from '../../../../../renderer/features/library/grid-movement.ts';

const rows = [
  { first: 0, length: 4 },
  { first: 4, length: 2 },
  { first: 6, length: 4 },
  { first: 10, length: 1 },
];
const after = (key: string, from: number) => placeAfter({ key }, from, rows, 2);

test('sideways steps run through all rows and stop at the ends', () => {
  expect([after('ArrowRight', 3), after('ArrowLeft', 4), after('ArrowLeft', 0), after('ArrowRight', 10)]).toEqual([
    4, 3, 0, 10,
  ]);
});

test('a step up or down stays as far along the row', () => {
  expect([after('ArrowDown', 0), after('ArrowDown', 3), after('ArrowUp', 5), after('ArrowDown', 9)]).toEqual([
    4, 5, 3, 10,
  ]);
  expect([after('ArrowUp', 1), after('ArrowDown', 10)]).toEqual([1, 10]);
});

test('pages and ends lead far', () => {
  expect([after('PageDown', 0), after('PageUp', 10), after('Home', 7), after('End', 0)]).toEqual([6, 5, 0, 10]);
});

test('other keys and an empty list lead nowhere', () => {
  expect([after('a', 0), placeAfter({ key: 'End' }, 0, [], 2)]).toEqual([null, null]);
});

test('finds the row of every place', () => {
  expect([0, 3, 4, 5, 6, 9, 10].map((place) => rowOf(rows, place))).toEqual([0, 0, 1, 1, 2, 2, 3]);
});
