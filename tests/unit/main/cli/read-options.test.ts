// Words of the command line as values: numbers and durations, and what is neither.

import { describe, expect, test } from 'vitest';
import { durationSeconds, numberOption } from '../../../../main/cli/read-options.ts';

describe('a number', () => {
  test.each([
    ['7', 7],
    ['7.5', 7.5],
    ['-1', -1],
    [' 512 ', 512],
    ['0', 0],
  ])('"%s" is %d', (text, value) => {
    expect(numberOption('width')(text)).toBe(value);
  });

  test.each(['', ' ', 'abc', '1e3', '0x10', '1,5', 'Infinity', '5 12'])('"%s" is refused, with the option', (text) => {
    expect(() => numberOption('width')(text)).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_ERROR',
        message: expect.stringMatching(/^width:/),
        details: { field: 'width' },
      }),
    );
  });
});

describe('a duration', () => {
  test.each([
    ['90s', 90],
    ['15m', 900],
    ['12h', 43_200],
    ['30d', 2_592_000],
    ['2w', 1_209_600],
  ])('%s is %d seconds', (text, seconds) => {
    expect(durationSeconds(text)).toBe(seconds);
  });

  test.each(['', '30', 'd', '-1d', '1.5d', '30 d', '1y', '9999999d'])('"%s" is refused', (text) => {
    expect(() => durationSeconds(text)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_ERROR', details: { field: 'expires' } }),
    );
  });
});
