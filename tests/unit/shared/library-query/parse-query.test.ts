import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasTerm, repaired, toggleTerm } from '../../../../shared/library-query/change-query.ts';
import { parseQuery, queryFields } from '../../../../shared/library-query/parse-query.ts';

const meanings = (line: string) => parseQuery(line).terms.map((term) => term.meaning);

describe('what is understood', () => {
  it('reads words, fields, exclusions and phrases side by side', () => {
    const { terms, problems } = parseQuery(
      'cat model:sticker -night "exact phrase" is:favourite tag:Sea size:>512 seed:7',
    );

    expect(problems).toEqual([]);
    expect(terms.map(({ meaning, excluded }) => ({ ...meaning, excluded }))).toEqual([
      { kind: 'words', words: 'cat', halfTyped: false, excluded: false },
      { kind: 'model', name: 'sticker', whole: false, excluded: false },
      { kind: 'words', words: 'night', halfTyped: false, excluded: true },
      { kind: 'words', words: 'exact phrase', halfTyped: false, excluded: false },
      { kind: 'is', quality: 'favourite', excluded: false },
      { kind: 'tag', name: 'sea', excluded: false },
      { kind: 'side', side: 'size', comparison: '>', pixels: 512, excluded: false },
      { kind: 'seed', comparison: '=', value: 7, excluded: false },
    ]);
  });

  it('takes only the last plain word for half typed, and one with a star', () => {
    expect(meanings('red appl')).toMatchObject([{ halfTyped: false }, { halfTyped: true }]);
    expect(meanings('re* "apple"')).toMatchObject([{ halfTyped: true }, { halfTyped: false }]);
    expect(meanings('apple -nig')).toMatchObject([{ halfTyped: false }, { halfTyped: false }]);
  });

  it('reads years, months and days', () => {
    expect(meanings('after:2026 on:2026-12 before:2028-02-29')).toMatchObject([
      { span: { from: { year: 2026, month: 1, day: 1 }, until: { year: 2027, month: 1, day: 1 } } },
      { span: { from: { year: 2026, month: 12, day: 1 }, until: { year: 2027, month: 1, day: 1 } } },
      { span: { from: { year: 2028, month: 2, day: 29 }, until: { year: 2028, month: 3, day: 1 } } },
    ]);
  });

  it('does not take the colon of a ratio for a field', () => {
    expect(meanings('16:9 a')).toMatchObject([{ kind: 'words', words: '16:9' }, { kind: 'words' }]);
  });
});

describe('what is not understood', () => {
  it.each([
    ['cat modle:sticker', { code: 'unknownField', at: 4, suggestion: 'model:sticker' }],
    ['http://a.example', { code: 'unknownField', at: 0, suggestion: '"http://a.example"' }],
    ['is:favorit', { code: 'wrongValue', suggestion: 'is:favourite' }],
    ['-kind:upscaled', { code: 'wrongValue', suggestion: '-kind:upscale' }],
    ['on:2026-02-30', { code: 'wrongValue', suggestion: 'on:2026-11-01' }],
    ['size:big', { code: 'wrongValue', suggestion: 'size:>512' }],
    ['model:', { code: 'missingValue', suggestion: 'model:sticker' }],
    ['a "red cat', { code: 'unclosedQuote', at: 2, suggestion: '"red cat"' }],
    ['cat &', { code: 'nothingToFind', at: 4, suggestion: null }],
    ['constructor:x', { code: 'unknownField', suggestion: '"constructor:x"' }],
  ])('%s is told with its place and a guess', (line, expected) => {
    expect(parseQuery(line).problems).toMatchObject([expected]);
  });
});

/** Lines that look like searches, and lines that do not. */
const anyLine = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...queryFields.map((field) => `${field}:`), '"', '-', ' ', '>', '*', 'x', '\u0000', 'é'),
        fc.string({ maxLength: 6 }),
        fc.nat().map(String),
      ),
      { maxLength: 16 },
    )
    .map((parts) => parts.join('')),
);

describe('any line at all', () => {
  it('is covered by terms and problems but for the gaps between them', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const { terms, problems } = parseQuery(line);
        const parts = [...terms, ...problems].toSorted((a, b) => a.at - b.at);
        let rest = '';
        let from = 0;
        for (const { at, text } of parts) {
          expect(line.slice(at, at + text.length)).toBe(text);
          expect(at).toBeGreaterThanOrEqual(from);
          rest += line.slice(from, at);
          from = at + text.length;
        }
        expect(rest + line.slice(from)).toMatch(/^[\s\p{Cc}]*$/u);
      }),
    );
  });

  it('is understood where a suggestion is followed', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const before = parseQuery(line).problems;
        const guessed = before.find((problem) => problem.suggestion !== null);
        if (guessed === undefined) return;
        const after = parseQuery(repaired(line, guessed)).problems;
        expect(after.length).toBeLessThanOrEqual(before.length);
        if (guessed.code !== 'unknownField') expect(after.some(({ at }) => at === guessed.at)).toBe(false);
      }),
    );
  });

  it('gains a term and loses it again by two turns of a switch', () => {
    fc.assert(
      fc.property(
        anyLine.filter((line) => parseQuery(line).problems.length === 0 && !hasTerm(line, 'is:favourite')),
        (line) => {
          const on = toggleTerm(line, 'is:favourite');
          expect(hasTerm(on, 'is:favourite')).toBe(true);
          expect(parseQuery(toggleTerm(on, 'is:favourite')).terms).toHaveLength(parseQuery(line).terms.length);
        },
      ),
    );
  });
});
