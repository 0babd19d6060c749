// Ctrl+Up and Ctrl+Down on words of a prompt.

import { expect, test } from 'vitest';
import { weighted } from '../../../../../renderer/features/create/prompt-weight.ts';

/** The prompt with its selection between bars, before and after so many steps. */
function press(prompt: string, ...steps: readonly number[]): string {
  const from = prompt.indexOf('|');
  const to = prompt.lastIndexOf('|');
  const text = prompt.replaceAll('|', '');
  const selected = { text, from, to: from === to ? from : to - 1 };
  const { text: after, from: start, to: end } = steps.reduce(weighted, selected);
  return `${after.slice(0, start)}|${after.slice(start, end)}|${after.slice(end)}`;
}

test('the word under the cursor counts more, and goes on counting more', () => {
  expect(press('a red fo|x, night', 0.1)).toBe('a red (|fox|:1.1), night');
  expect(press('a red fo|x, night', 0.1, 0.1, 0.1)).toBe('a red (|fox|:1.3), night');
});

test('less, and back to where it was without brackets', () => {
  expect(press('a |fox', -0.1)).toBe('a (|fox|:0.9)');
  expect(press('a |fox', -0.1, 0.1)).toBe('a |fox|');
  expect(press('(f|ox:1.1)', -0.1)).toBe('|fox|');
});

test('several selected words count together, without the spaces around them', () => {
  expect(press('a| red fox |in snow', 0.1)).toBe('a (|red fox|:1.1) in snow');
});

test('within other brackets it nests', () => {
  expect(press('(a f|ox in snow:1.2)', 0.1)).toBe('(a (|fox|:1.1) in snow:1.2)');
  expect(press('|(a fox:1.2) and a cat|', 0.1)).toBe('(|(a fox:1.2) and a cat|:1.1)');
});

test('a bracket that is meant as one is no weight', () => {
  expect(press('a \\(f|ox:1.1)', 0.1)).toBe('a \\((|fox|:1.1):1.1)');
});

test('it stops at its ends, and does nothing where there is no word', () => {
  expect(press('f|ox', ...Array.from({ length: 40 }, () => 0.1))).toBe('(|fox|:2)');
  expect(press('f|ox', ...Array.from({ length: 40 }, () => -0.1))).toBe('(|fox|:0.1)');
  expect(weighted({ text: 'a , b', from: 2, to: 2 }, 0.1)).toEqual({ text: 'a , b', from: 2, to: 2 });
});
