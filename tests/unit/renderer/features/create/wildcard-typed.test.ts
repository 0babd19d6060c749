// Completing the name of a wildcard while it is typed.

import { expect, test } from 'vitest';
import { matchingNames, typedWildcard, withWildcard } from '../../../../../renderer/features/create/wildcard-typed.ts';

test('a wildcard begins with two underlines and is known by what follows them', () => {
  expect(typedWildcard('a __col', 7)).toEqual({ from: 2, beginning: 'col' });
  expect(typedWildcard('a __', 4)).toEqual({ from: 2, beginning: '' });
  expect(typedWildcard('a __colours__ b', 5)).toEqual({ from: 2, beginning: 'c' });
});

test('what is closed, or is none, is not completed', () => {
  expect(typedWildcard('a __colours__', 13)).toBeNull();
  expect(typedWildcard('a cat', 5)).toBeNull();
  expect(typedWildcard('__colours__ of __an', 19)).toEqual({ from: 15, beginning: 'an' });
  expect(typedWildcard('a __one, two', 12)).toBeNull();
});

test('the name that was chosen closes it, and takes the place of one that stood there', () => {
  expect(withWildcard('a __col fox', { from: 2, at: 7, name: 'colours' })).toBe('a __colours__ fox');
  expect(withWildcard('a __col__ fox', { from: 2, at: 7, name: 'colours' })).toBe('a __colours__ fox');
});

test('names that begin so come first, then those that hold it, and no more than fit', () => {
  const names = ['old/colours', 'colours', 'columns', 'animals'];
  expect(matchingNames(names, 'Col', 8)).toEqual(['colours', 'columns', 'old/colours']);
  expect(matchingNames(names, '', 2)).toEqual(['old/colours', 'colours']);
});
