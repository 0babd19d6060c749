// Long prompts in pieces: full ones are cut at a near comma, BREAK begins another, and nothing is lost.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunksOf } from '../../../../engine/text-encoders/prompt-chunks.ts';

/** One id for each letter. */
const words = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
const textOf = ({ ids }: { ids: readonly number[] }) => String.fromCharCode(...ids);

function cut(prompt: string, room: number): string[] {
  return chunksOf(prompt, { words, room }).map(textOf);
}

test('a prompt that fits is one piece, an empty one too', () => {
  expect([cut('abcd', 4), cut('', 4)]).toEqual([['abcd'], ['']]);
});

test('a full piece ends behind its last comma, when that is near', () => {
  expect(cut('ab,cd', 4)).toEqual(['ab,', 'cd']);
  expect(cut('abcd,e', 4)).toEqual(['abcd', ',e']);
  expect(cut(`,${'a'.repeat(30)}`, 25)).toEqual([`,${'a'.repeat(24)}`, 'aaaaaa']);
});

test('BREAK ends a piece, full or not', () => {
  expect(cut('a BREAK b BREAK', 4)).toEqual(['a', 'b']);
  expect(cut('BREAK b', 4)).toEqual(['', 'b']);
});

test('weights go with their ids', () => {
  const [first, second] = chunksOf('ab(cd:2)e', { words, room: 3 });
  expect([first?.weights, second?.weights]).toEqual([
    [1, 1, 2],
    [2, 1],
  ]);
});

test('nothing is lost and nothing is too long, whatever the text and the room', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z, ]{0,120}$/), fc.integer({ min: 1, max: 30 }), (text, room) => {
      const pieces = cut(text, room);
      expect(pieces.join('')).toBe(text);
      expect(pieces.every((piece) => piece.length <= room)).toBe(true);
    }),
  );
});
