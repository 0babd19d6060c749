// Two encoders' states side by side, one after the other, and padded: small enough to read.

import { describe, expect, test } from 'vitest';
import { joinedLengths, joinedWidths, widened, zeros } from '../../../../engine/text-encoders/joined-states.ts';

const states = (dims: number[], ...values: number[]) =>
  ({ type: 'float32', dims, data: Float32Array.from(values) }) as const;

describe('states of two encoders', () => {
  test('stand side by side, row by row', () => {
    const joined = joinedWidths(states([1, 2, 1], 1, 2), states([1, 2, 2], 3, 4, 5, 6));
    expect(joined).toEqual(states([1, 2, 3], 1, 3, 4, 2, 5, 6));
  });

  test('with other numbers of rows are refused', () => {
    expect(() => joinedWidths(states([1, 2, 1], 1, 2), states([1, 1, 2], 3, 4))).toThrow(
      'prompts of different lengths',
    );
  });

  test('follow one another', () => {
    expect(joinedLengths(states([1, 1, 2], 1, 2), states([1, 2, 2], 3, 4, 5, 6))).toEqual(
      states([1, 3, 2], 1, 2, 3, 4, 5, 6),
    );
  });

  test('are padded with zeros at the end of each row, and left alone where they are wide enough', () => {
    const narrow = states([1, 2, 1], 1, 2);
    expect(widened(narrow, 3)).toEqual(states([1, 2, 3], 1, 0, 0, 2, 0, 0));
    expect(widened(narrow, 1)).toBe(narrow);
    expect(zeros([1, 2, 2])).toEqual(states([1, 2, 2], 0, 0, 0, 0));
  });
});
