// styles.csv as A1111, spreadsheets and people write it.

import { assert, array, property, record, string } from 'fast-check';
import { expect, test } from 'vitest';
import { readStylesCsv, writeStylesCsv } from '../../../../shared/prompt/styles-csv.ts';

test('a file as A1111 writes it, with a mark at its head, quotes, commas and line ends in a field', () => {
  const file =
    '\uFEFFname,prompt,negative_prompt\r\n' +
    'Ink,"{prompt}, ink, ""fine"" lines",colour\r\n' +
    '"Two\r\nlines","first\nsecond",\r\n' +
    'Bare,plain words\r\n';
  expect(readStylesCsv(file)).toEqual([
    { line: 2, name: 'Ink', prompt: '{prompt}, ink, "fine" lines', negativePrompt: 'colour' },
    { line: 3, name: 'Two\r\nlines', prompt: 'first\nsecond', negativePrompt: '' },
    { line: 6, name: 'Bare', prompt: 'plain words', negativePrompt: '' },
  ]);
});

test('columns in another order, with others among them, and the name of very old files', () => {
  expect(readStylesCsv('note,negative_prompt,Name,prompt\nx,blurry,Sharp,crisp')).toEqual([
    { line: 2, name: 'Sharp', prompt: 'crisp', negativePrompt: 'blurry' },
  ]);
  expect(readStylesCsv('name,text\nOld,words')).toEqual([
    { line: 2, name: 'Old', prompt: 'words', negativePrompt: '' },
  ]);
});

test('a file without a line of names is read by place, and empty lines are none', () => {
  expect(readStylesCsv('Ink,ink drawing,\n\n\nOil,oil paint,flat\n')).toEqual([
    { line: 1, name: 'Ink', prompt: 'ink drawing', negativePrompt: '' },
    { line: 4, name: 'Oil', prompt: 'oil paint', negativePrompt: 'flat' },
  ]);
});

test('a quote that is never closed reaches to the end, and what follows a closed one stays with it', () => {
  expect(readStylesCsv('name,prompt\nA,"open, to\nthe end')).toEqual([
    { line: 2, name: 'A', prompt: 'open, to\nthe end', negativePrompt: '' },
  ]);
  expect(readStylesCsv('name,prompt\nA,"closed" and on')).toEqual([
    { line: 2, name: 'A', prompt: 'closed and on', negativePrompt: '' },
  ]);
});

test('nothing is read from nothing', () => {
  expect([readStylesCsv(''), readStylesCsv('\uFEFF'), readStylesCsv('\r\n\n')]).toEqual([[], [], []]);
});

test('what was written is read back', () => {
  const text = string({ unit: 'binary', maxLength: 30 }).map((words) => words.trim());
  const named = string({ maxLength: 20 })
    .map((words) => words.trim())
    .filter((words) => words !== '');
  assert(
    property(array(record({ name: named, prompt: text, negativePrompt: text }), { maxLength: 8 }), (styles) => {
      const read = readStylesCsv(writeStylesCsv(styles)).map(({ line: _line, ...style }) => style);
      expect(read).toEqual(styles);
    }),
  );
});

test('any text at all is read in a moment, and each row by its line', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 400 }), (text) => {
      const lines = text.split('\n').length;
      for (const { line } of readStylesCsv(text)) expect(line).toBeLessThanOrEqual(lines + text.split('\r').length);
    }),
  );
  expect(readStylesCsv(`name,prompt\n${'"'.repeat(200_000)}`)).toHaveLength(1);
  expect(readStylesCsv(`name,prompt\n${','.repeat(200_000)}`)).toHaveLength(1);
});
