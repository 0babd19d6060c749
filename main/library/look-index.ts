// What all pictures look like, in memory: 180 bytes each, so that copies and alike ones are found among 100,000 without asking the disk.

import { descriptionLength, traitLengths } from '../../shared/domain/picture-traits.ts';
import type { TraitsRow } from '../store/traits-table.ts';

/** Two pictures whose hashes differ in no more bits may be copies. */
const copyBitsMax = 4;
/** ... when their descriptions are apart by no more than this, as mean difference of a byte: flat pictures share hashes by chance. */
const copyApartMax = 8;
/** One more than bits may differ: of so many parts one is the same in both. */
const partCount = copyBitsMax + 1;
/** Colours by place tell most of what an eye calls alike, then edges, then colours at large. */
const weights = { layout: 3, colours: 2, edges: 2 } as const;
const weightSum = weights.layout + weights.colours + weights.edges;

export interface LookIndex {
  numbers(): number[];
  /** The highest number that was added. */
  readonly last: number;
  add(row: TraitsRow): void;
  /** The pictures that look most like one of them, itself left out, the most alike first; likeness 0..1. */
  nearest(number: number, limit: number): { readonly number: number; readonly likeness: number }[];
  /** Those that are nearly equal to a picture, itself left out. */
  copiesOf(number: number): number[];
}

export function createLookIndex(): LookIndex {
  let numbers = new Float64Array(1024);
  /** The upper and the lower half of each hash. */
  let hashes = new Uint32Array(2 * 1024);
  let descriptions = new Uint8Array(1024 * descriptionLength);
  let size = 0;
  let last = 0;
  const places = new Map<number, number>();
  const buckets = Array.from({ length: partCount }, () => new Map<number, number[]>());

  function grow(): void {
    const [oldNumbers, oldHashes, oldDescriptions] = [numbers, hashes, descriptions];
    numbers = new Float64Array(size * 2);
    hashes = new Uint32Array(size * 4);
    descriptions = new Uint8Array(size * 2 * descriptionLength);
    numbers.set(oldNumbers);
    hashes.set(oldHashes);
    descriptions.set(oldDescriptions);
  }

  /** Sum of the differences of a range of bytes of two descriptions. */
  function difference(one: number, other: number, from: number, length: number): number {
    let sum = 0;
    const [a, b] = [one * descriptionLength + from, other * descriptionLength + from];
    for (let at = 0; at < length; at += 1) sum += Math.abs((descriptions[a + at] ?? 0) - (descriptions[b + at] ?? 0));
    return sum;
  }

  function apart(one: number, other: number): number {
    const { layout, colours, edges } = traitLengths;
    const mean = (from: number, length: number) => difference(one, other, from, length) / length / 255;
    const weighted =
      weights.layout * mean(0, layout) +
      weights.colours * mean(layout, colours) +
      weights.edges * mean(layout + colours, edges);
    return weighted / weightSum;
  }

  return {
    numbers: () => Array.from(numbers.subarray(0, size)),
    get last() {
      return last;
    },
    add({ number, hash, description }) {
      if (places.has(number)) return;
      if (size === numbers.length) grow();
      const place = size;
      size += 1;
      last = Math.max(last, number);
      numbers[place] = number;
      const [high, low] = [Number.parseInt(hash.slice(0, 8), 16), Number.parseInt(hash.slice(8), 16)];
      hashes.set([high, low], place * 2);
      descriptions.set(description, place * descriptionLength);
      places.set(number, place);
      for (const [part, bucketsOfPart] of buckets.entries()) {
        const key = partOf(high, low, part);
        const bucket = bucketsOfPart.get(key);
        if (bucket === undefined) bucketsOfPart.set(key, [place]);
        else bucket.push(place);
      }
    },
    nearest(number, limit) {
      const place = places.get(number);
      if (place === undefined) return [];
      const found = Array.from({ length: size }, (_, other) => other)
        .filter((other) => other !== place)
        .map((other) => ({ number: numbers[other] ?? 0, likeness: 1 - apart(place, other) }));
      return found.toSorted((a, b) => b.likeness - a.likeness).slice(0, limit);
    },
    copiesOf(number) {
      const place = places.get(number);
      if (place === undefined) return [];
      const [high, low] = [hashes[place * 2] ?? 0, hashes[place * 2 + 1] ?? 0];
      const found = new Set<number>();
      for (const [part, bucketsOfPart] of buckets.entries()) {
        for (const other of bucketsOfPart.get(partOf(high, low, part)) ?? []) {
          const bits = bitsOf(high ^ (hashes[other * 2] ?? 0)) + bitsOf(low ^ (hashes[other * 2 + 1] ?? 0));
          if (bits <= copyBitsMax && other !== place) found.add(other);
        }
      }
      return [...found]
        .filter((other) => difference(place, other, 0, descriptionLength) / descriptionLength <= copyApartMax)
        .map((other) => numbers[other] ?? 0);
    },
  };
}

/** Five parts of 64 bits: two of 13 in each half, and what is left of both together. */
function partOf(high: number, low: number, part: number): number {
  if (part < 2) return (high >>> (part * 13)) & 0x1fff;
  if (part < 4) return (low >>> ((part - 2) * 13)) & 0x1fff;
  return ((high >>> 26) << 6) | (low >>> 26);
}

/** Bits that are set among 32. The method: H. S. Warren, Hacker's Delight, 5-1. */
function bitsOf(value: number): number {
  const pairs = value - ((value >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
