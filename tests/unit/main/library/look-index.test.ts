// Copies and alike pictures among many: the index finds what a comparison of all with all finds.

import { expect, test } from 'vitest';
import { createLookIndex } from '../../../../main/library/look-index.ts';
import { descriptionLength } from '../../../../shared/domain/picture-traits.ts';

/** A linear congruential generator: the same pictures in every run. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}

function library(count: number) {
  const next = numbersFrom(7);
  const word = () => next().toString(16).padStart(8, '0');
  return Array.from({ length: count }, (_, at) => ({
    number: at + 1,
    hash: `${word()}${word()}`,
    description: Uint8Array.from({ length: descriptionLength }, () => next() >>> 24),
  }));
}

const withBitsTurned = (hash: string, bits: readonly bigint[]) =>
  bits
    .reduce((value, bit) => value ^ (1n << bit), BigInt(`0x${hash}`))
    .toString(16)
    .padStart(16, '0');

test('every place of up to four turned bits is found, and five are not', () => {
  const rows = library(400);
  const [first] = rows;
  if (first === undefined) throw new Error('a library has pictures');
  const look = createLookIndex();
  for (const row of rows) look.add(row);
  const turned = [[0n], [63n], [0n, 15n], [13n, 31n, 32n], [12n, 26n, 45n, 58n], [27n, 28n, 60n, 61n]];
  for (const [at, bits] of turned.entries()) {
    look.add({ number: 1000 + at, hash: withBitsTurned(first.hash, bits), description: first.description });
  }
  look.add({ number: 2000, hash: withBitsTurned(first.hash, [1n, 2n, 3n, 4n, 5n]), description: first.description });
  expect(look.copiesOf(1).toSorted((a, b) => a - b)).toEqual(turned.map((_, at) => 1000 + at));
});

test('an equal hash is no copy where the colours are others', () => {
  const look = createLookIndex();
  const hash = '00'.repeat(8);
  look.add({ number: 1, hash, description: new Uint8Array(descriptionLength) });
  look.add({ number: 2, hash, description: new Uint8Array(descriptionLength).fill(60) });
  look.add({ number: 3, hash, description: new Uint8Array(descriptionLength).fill(3) });
  expect(look.copiesOf(1)).toEqual([3]);
});

test('the most alike comes first, and the picture itself not at all', () => {
  const look = createLookIndex();
  for (const [at, value] of [100, 220, 104, 160].entries()) {
    look.add({ number: at + 1, hash: '0f'.repeat(8), description: new Uint8Array(descriptionLength).fill(value) });
  }
  const near = look.nearest(1, 3);
  expect(near.map(({ number }) => number)).toEqual([3, 4, 2]);
  expect(near[0]?.likeness).toBeCloseTo(1 - 4 / 255, 5);
  expect([look.nearest(99, 3), look.copiesOf(99)]).toEqual([[], []]);
});

test('it grows past its first room, and a picture is in it once', () => {
  const look = createLookIndex();
  for (const row of library(3000)) look.add(row);
  for (const row of library(3000)) look.add(row);
  expect([look.numbers().length, look.last]).toEqual([3000, 3000]);
});
