// Dynamic prompts: the examples of the field, faults with their places, and that no text hangs or breaks the reader.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PromptFault } from '../../../../shared/prompt/dynamic-prompt.ts';
import { isDynamic, resolvePrompt } from '../../../../shared/prompt/resolve-prompt.ts';

const files: Record<string, readonly string[]> = {
  colours: ['red', 'green', '{dark|pale} blue'],
  weighed: ['0::never', '1::always'],
  deep: ['__colours__ thing'],
  circle: ['__circle__'],
  empty: [],
  broken: ['fine', '{open'],
};
const wildcard = (name: string) => files[name] ?? null;
const seeds = Array.from({ length: 200 }, (_, seed) => seed);

function all(template: string): string[] {
  const said = seeds.map((seed) => resolvePrompt(template, { seed, purpose: 'prompt', wildcard }));
  return [...new Set(said)].sort();
}

function faultOf(template: string, seed: number): PromptFault | null {
  try {
    resolvePrompt(template, { seed, purpose: 'prompt', wildcard });
    return null;
  } catch (thrown) {
    if (thrown instanceof PromptFault) return thrown;
    throw thrown;
  }
}

describe('a dynamic prompt', () => {
  test.each([
    ['a cat', ['a cat']],
    ['{a|b} c', ['a c', 'b c']],
    ['{ a | b }', ['a', 'b']],
    ['{a|}x', ['ax', 'x']],
    ['{0::a|b}', ['b']],
    ['{a|{b|c} d}', ['a', 'b d', 'c d']],
    ['{2$$a|b|c}', ['a, b', 'a, c', 'b, a', 'b, c', 'c, a', 'c, b']],
    ['{2$$ and $$a|b}', ['a and b', 'b and a']],
    ['{1-2$$ & $$a|b}', ['a', 'a & b', 'b', 'b & a']],
    ['{-1$$a|b}', ['', 'a', 'b']],
    ['__colours__', ['dark blue', 'green', 'pale blue', 'red']],
    ['__deep__', ['dark blue thing', 'green thing', 'pale blue thing', 'red thing']],
    ['__weighed__', ['always']],
    ['{3$$-$$__weighed__|b|c}', ['always-b-c', 'always-c-b', 'b-always-c', 'b-c-always', 'c-always-b', 'c-b-always']],
    [String.raw`\{a\|b\} \(c\) \__colours_\_`, [String.raw`{a|b} \(c\) __colours__`]],
    ['(a:1.2) [b|c] } | _x_ $5 <lora:my__colours__x:0.8>', ['(a:1.2) [b|c] } | _x_ $5 <lora:my__colours__x:0.8>']],
  ])('%s', (template, expected) => {
    expect(all(template)).toEqual(expected);
  });

  test('takes some of a wildcard as of written choices, each line once', () => {
    const pairs = all('{2$$+$$__colours__}');
    expect(pairs).toContain('red+green');
    expect(pairs.every((pair) => new Set(pair.split('+').map((colour) => colour.split(' ').at(-1))).size === 2)).toBe(
      true,
    );
  });

  test('follows its weights, and says the same for the same seed', () => {
    const heavy = seeds.filter(
      (seed) => resolvePrompt('{9::a|b}', { seed, purpose: 'prompt', wildcard }) === 'a',
    ).length;
    expect(heavy).toBeGreaterThan(160);
    expect(heavy).toBeLessThan(200);
    const asked = { seed: 7, purpose: 'prompt', wildcard } as const;
    expect(resolvePrompt('{a|b|c|d} __colours__', asked)).toBe(resolvePrompt('{a|b|c|d} __colours__', asked));
    const negatives = seeds.map((seed) => resolvePrompt('{a|b|c}', { seed, purpose: 'negative prompt', wildcard }));
    expect(negatives).not.toEqual(seeds.map((seed) => resolvePrompt('{a|b|c}', { seed, purpose: 'prompt', wildcard })));
  });

  test.each([
    ['a {b|c', 2, 'never closed'],
    ['{a|{b}', 0, 'never closed'],
    ['ab {3$$a|b}', 3, '3 of 2 cannot be taken'],
    ['{3-2$$a|b}', 1, '3 to 2 is no range'],
    ['{0::a|0::b}', 0, 'weight 0'],
    [`x ${'$'}{name}`, 2, 'variables'],
    ['a __nothing__', 2, 'there is no wildcard __nothing__'],
    ['__empty__', 0, 'has no lines'],
    ['a __circle__', 2, 'leads in circles'],
    ['{a|__broken__}'.repeat(20), 3, 'a line of __broken__ cannot be read'],
    ['{'.repeat(40), 30, 'nested more than 30 deep'],
  ])('%s is refused at its place', (template, at, message) => {
    const thrown = seeds.map((seed) => faultOf(template, seed)).find((fault) => fault !== null);
    expect(thrown?.message).toContain(message);
    expect((thrown?.at ?? -1) % 14).toBe(at % 14);
  });

  test('is known from one that is not', () => {
    expect(['a (cat:1.2)', '', '5 }', 'a _b_ $', '{a}', '__x__', String.raw`\{`].map(isDynamic)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  test('of any kind is resolved or refused, at once and never too long', () => {
    const bits = fc.constantFrom(
      '{',
      '}',
      '|',
      '2$$',
      '$$',
      '::',
      '0.5::',
      '__',
      '__colours__',
      '__circle__',
      '\\',
      'a',
      ' ',
      '<lora:',
      '>',
      '${',
      '-',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 120 }), fc.nat(), (pieces, seed) => {
        try {
          expect(resolvePrompt(pieces.join(''), { seed, purpose: 'prompt', wildcard }).length).toBeLessThanOrEqual(
            4000,
          );
        } catch (thrown) {
          if (!(thrown instanceof PromptFault)) throw thrown;
          expect(thrown.at).toBeLessThanOrEqual(pieces.join('').length);
        }
      }),
      { numRuns: 500 },
    );
    const bomb = (name: string) => (name === 'bomb' ? ['__bomb__ __bomb__ __bomb__ __bomb__'] : null);
    const started = performance.now();
    expect(() => resolvePrompt('__bomb__', { seed: 1, purpose: 'prompt', wildcard: bomb })).toThrow(PromptFault);
    for (const hostile of [
      '{'.repeat(4000),
      '__'.repeat(2000),
      '{|'.repeat(2000),
      `{${'|'.repeat(3990)}}`,
      '<'.repeat(4000),
      `__${'a'.repeat(3990)}`,
      `__${'a_'.repeat(1990)}`,
    ]) {
      try {
        resolvePrompt(hostile, { seed: 1, purpose: 'prompt', wildcard });
      } catch (thrown) {
        if (!(thrown instanceof PromptFault)) throw thrown;
      }
    }
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
