// Choosing some, all, and all but some; and how that is said to the studio.

import { expect, test } from 'vitest';
import {
  countOf,
  everything,
  isChosen,
  nothing,
  partsOf,
  toggled,
  withAll,
} from '../../../../../renderer/features/library/selection.ts';
import { ImageId } from '../../../../../shared/domain/ids.ts';

const [a, b, c] = ['a', 'b', 'c'].map((id) => ImageId.parse(id)) as [ImageId, ImageId, ImageId];

test('one is chosen and let go again', () => {
  const one = toggled(nothing, a);
  expect([isChosen(one, a), isChosen(one, b), countOf(one, 9)]).toEqual([true, false, 1]);
  expect(toggled(one, a)).toEqual(nothing);
});

test('a stretch joins what was chosen before', () => {
  expect(countOf(withAll(toggled(nothing, a), [a, b, c]), 9)).toBe(3);
});

test('of all, some are left out and come back', () => {
  const most = toggled(toggled(everything, a), b);
  expect([isChosen(most, a), isChosen(most, c), countOf(most, 9)]).toEqual([false, true, 7]);
  expect(countOf(withAll(most, [a]), 9)).toBe(8);
});

test('all that a search finds is said as the search, some as their ids, thousands in parts', () => {
  expect(partsOf(toggled(everything, a), 'owl')).toEqual([{ kind: 'search', search: 'owl', except: [a] }]);
  expect(partsOf(withAll(nothing, [a, b]), 'owl')).toEqual([{ kind: 'pictures', ids: [a, b] }]);
  const many = Array.from({ length: 12_000 }, (_, n) => ImageId.parse(`p${n}`));
  const parts = partsOf(withAll(nothing, many), '');
  expect(parts.map((part) => (part.kind === 'pictures' ? part.ids.length : 0))).toEqual([5000, 5000, 2000]);
});
