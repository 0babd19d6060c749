// Times and sizes as people read them, in both languages.

import { describe, expect, test } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatCountdown,
  formatDuration,
  formatPercent,
} from '../../../../renderer/i18n/format.ts';
import { languageFor } from '../../../../renderer/i18n/start-i18n.ts';

const now = Date.UTC(2026, 0, 10, 12);
const before = (ms: number) => new Date(now - ms).toISOString();

describe('an age', () => {
  test.each([
    [5_000, 'en', 'now'],
    [120_000, 'en', '2 minutes ago'],
    [3_600_000, 'en', '1 hour ago'],
    [86_400_000, 'fr', 'hier'],
    [30 * 86_400_000, 'en', 'Dec 11, 2025'],
  ])('%d ms before, in %s, is "%s"', (ms, language, words) => {
    expect(formatAge(before(ms), now, language)).toBe(words);
  });

  test('of a clock that runs ahead is not negative', () => {
    expect(formatAge(before(-60_000), now, 'en')).toBe('now');
  });
});

test('a countdown ends at nought and not before its time', () => {
  expect([41_200, 240_000, 3_725_000, 1, 0, -5].map(formatCountdown)).toEqual([
    '0:42',
    '4:00',
    '1:02:05',
    '0:01',
    '0:00',
    '0:00',
  ]);
});

test('time left is never finer than a second and never zero', () => {
  expect(formatDuration(120, 'en')).toBe('1 sec');
  expect(formatDuration(200_000, 'en')).toBe('3 min 20 sec');
  expect(formatDuration(7_200_000, 'en')).toBe('2 hr 0 min');
});

test('sizes step through their units', () => {
  expect(formatBytes(0, 'en')).toBe('0 byte');
  expect(formatBytes(181_000, 'en')).toBe('181 kB');
  expect(formatBytes(2_100_000_000, 'en')).toBe('2.1 GB');
});

test('percents follow the language', () => {
  expect(formatPercent(0.44, 'en')).toBe('44%');
  expect(formatPercent(0.44, 'fr')).toMatch(/^44\s%$/u);
});

describe('the language', () => {
  test('is the chosen one', () => {
    expect(languageFor('fr', ['en-GB'])).toBe('fr');
  });

  test('is otherwise the first of the system’s that is spoken here', () => {
    expect(languageFor('system', ['de-DE', 'fr-CA', 'en'])).toBe('fr');
    expect(languageFor('system', ['de-DE'])).toBe('en');
  });
});
