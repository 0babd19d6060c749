// A1111's weights: the examples its users know, and that no text of brackets breaks the reader.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainPrompt, readWeightedPrompt } from '../../../../shared/prompt/weighted-prompt.ts';

function read(prompt: string): (readonly [string, number])[][] {
  return readWeightedPrompt(prompt).map((segment) =>
    segment.map(({ text, weight }) => [text, Math.round(weight * 1e6) / 1e6] as const),
  );
}

describe('weights', () => {
  test.each([
    ['a cat', [['a cat', 1]]],
    [
      'a (cat)',
      [
        ['a ', 1],
        ['cat', 1.1],
      ],
    ],
    [
      'a ((cat))',
      [
        ['a ', 1],
        ['cat', 1.21],
      ],
    ],
    [
      'a [cat]',
      [
        ['a ', 1],
        ['cat', 0.909091],
      ],
    ],
    [
      'a (cat:1.5), blue',
      [
        ['a ', 1],
        ['cat', 1.5],
        [', blue', 1],
      ],
    ],
    [
      '(a (cat:1.5) here)',
      [
        ['a ', 1.1],
        ['cat', 1.65],
        [' here', 1.1],
      ],
    ],
    ['(cat: .5 )', [['cat', 0.5]]],
    ['(cat:0)', [['cat', 0]]],
    ['(cat:-1)', [['cat', -1]]],
    ['(unclosed cat', [['unclosed cat', 1.1]]],
    ['closed) cat]', [['closed) cat]', 1]]],
    [
      '(a [b) c]',
      [
        ['a ', 1.1],
        ['b', 1],
        [' c', 0.909091],
      ],
    ],
    [String.raw`a \(cat\) \[b\] \\ c\d`, [[String.raw`a (cat) [b] \ c\d`, 1]]],
    ['ratio 16:9 and time 12:30)', [['ratio 16:9 and time 12:30)', 1]]],
    ['(a:b:1.2)', [['a:b', 1.2]]],
    ['(cat:1.2.3)', [['cat:1.2.3', 1.1]]],
    [
      '<lora:fine (style):0.8> cat',
      [
        ['<lora:fine ', 1],
        ['style', 1.1],
        [':0.8> cat', 1],
      ],
    ],
  ])('of %s', (prompt, expected) => {
    expect(read(prompt)).toEqual([expected]);
  });

  test('BREAK parts what is read apart, in brackets too, and only as a word of its own', () => {
    expect(read('a BREAK b')).toEqual([[['a', 1]], [['b', 1]]]);
    expect(read('(a BREAK b:1.5)')).toEqual([[['a', 1.5]], [['b', 1.5]]]);
    expect(read('BREAKfast break')).toEqual([[['BREAKfast break', 1]]]);
    expect(read('')).toEqual([[]]);
  });

  test('any text is read, in time that its length allows, and without brackets and backslashes it is itself', () => {
    const hostile = fc.array(fc.constantFrom('(', ')', '[', ']', '\\', ':', '1.2', ' BREAK ', 'cat', ',', ':-.5)'), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(hostile, (pieces) => {
        const segments = readWeightedPrompt(pieces.join(''));
        expect(segments.length).toBeGreaterThan(0);
        for (const { text, weight } of segments.flat())
          expect([text.length > 0, Number.isFinite(weight)]).toEqual([true, true]);
      }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        fc.pre(!/[()[\]\\]|\bBREAK\b/.test(text));
        expect(
          readWeightedPrompt(text)
            .flat()
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
    const started = performance.now();
    for (const deep of [
      '('.repeat(4000),
      '('.repeat(2000) + ')'.repeat(2000),
      '\\'.repeat(4000),
      ':'.repeat(4000),
      `:${' '.repeat(3998)}`,
    ]) {
      readWeightedPrompt(deep);
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('readers without weights get the words', () => {
    expect(plainPrompt('a (red:1.3) [fox] BREAK ((night))')).toBe('a red fox, night');
  });
});
