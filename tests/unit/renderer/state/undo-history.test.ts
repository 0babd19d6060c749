// Undo brings back what was there, whatever was done in between.

import { assert, property, array, constantFrom } from 'fast-check';
import { expect, test } from 'vitest';
import { newHistory, redone, undone, withoutStep, withStep } from '../../../../renderer/state/undo-history.ts';

test('as many steps back as were made lead to the beginning, and as many forth to the end', () => {
  assert(
    property(array(constantFrom('a', 'b', 'c'), { maxLength: 100 }), (letters) => {
      const words = letters.reduce((history, letter) => withStep(history, history.present + letter), newHistory(''));
      const back = letters.reduce(undone, words);
      expect(back.present).toBe('');
      expect(letters.reduce(redone, back)).toEqual(words);
    }),
  );
});

test('at its ends it stays where it is', () => {
  const fresh = newHistory(1);
  expect(undone(fresh)).toBe(fresh);
  expect(redone(fresh)).toBe(fresh);
});

test('a new step forgets what was undone', () => {
  const history = withStep(undone(withStep(newHistory('a'), 'b')), 'c');
  expect(redone(history).present).toBe('c');
  expect(undone(history).present).toBe('a');
});

test('what replaces the newest state is no step of its own', () => {
  expect(undone(withoutStep(withStep(newHistory('a'), 'b'), 'bb')).present).toBe('a');
});

test('the oldest steps are forgotten in the end', () => {
  const long = Array.from({ length: 500 }).reduce<ReturnType<typeof newHistory<number>>>(
    (history) => withStep(history, history.present + 1),
    newHistory(0),
  );
  expect(long.past).toHaveLength(200);
  expect(long.past[0]).toBe(300);
});
