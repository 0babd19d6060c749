// Pictures like one of them: by what they look like, and by the words their prompts share.

import type { CallOutput } from '../../shared/contract/index.ts';
import type { ImageId } from '../../shared/domain/ids.ts';
import type { LibraryItem } from '../../shared/domain/image.ts';
import type { PictureTraits } from '../../shared/domain/picture-traits.ts';
import type { LikenessTable } from '../store/likeness-table.ts';
import type { TraitsTable } from '../store/traits-table.ts';
import { imageNotFound } from './image-files.ts';
import { createLookIndex, type LookIndex } from './look-index.ts';

/** How many a search by likeness finds: further down nothing is alike any more. */
const rankedMax = 200;
/** So many of each kind are compared by both measures. */
const candidatesMax = 600;
/** What the look counts, against the words. */
const lookWeight = 0.75;
/** Read at once, so that filling the index of a large library holds nothing up. */
const rowsAtOnce = 2000;
/** A screen asks for several pages of one ranking. */
const rankingsKept = 8;

interface Ranked {
  readonly number: number;
  readonly likeness: number;
}

export interface SimilarService {
  /** @throws IMAGE_NOT_FOUND */
  similar(image: ImageId, limit: number): CallOutput<'library.similar'>;
  /** The numbers of the pictures most like one, the most alike first; what a search by likeness finds. */
  nearest(image: ImageId): readonly number[];
  /** Stores what a picture looks like; null for one that cannot be described. */
  keep(id: ImageId, traits: PictureTraits | null): void;
  /** Every description there is. */
  index(): LookIndex;
  /** Reads the descriptions ahead of the first question, some at a time. */
  prepare(): Promise<void>;
}

export function createSimilarService(options: {
  readonly traits: TraitsTable;
  readonly likeness: LikenessTable;
  readonly item: (id: ImageId) => LibraryItem | null;
}): SimilarService {
  const { traits, likeness } = options;
  const look = createLookIndex();
  const rankings = new Map<ImageId, readonly Ranked[]>();

  /** @returns whether there may be more to read */
  function readSome(): boolean {
    const rows = traits.page(look.last, rowsAtOnce);
    for (const row of rows) look.add(row);
    return rows.length === rowsAtOnce;
  }

  function index(): LookIndex {
    while (readSome());
    return look;
  }

  /** The most alike first; empty when nothing is known of the picture. */
  function ranked(id: ImageId): readonly Ranked[] {
    const known = rankings.get(id);
    if (known !== undefined) return known;
    const number = likeness.numberOf(id);
    if (number === null) return [];
    const byLook = new Map(
      index()
        .nearest(number, candidatesMax)
        .map((near) => [near.number, near.likeness]),
    );
    const own = wordsOf(likeness.prompts([number]).get(number) ?? '');
    const candidates = [...new Set([...byLook.keys(), ...likeness.sharing([...own], candidatesMax)])];
    const prompts = likeness.prompts(candidates);
    const found = candidates
      .filter((other) => other !== number)
      .map((other) => {
        const words = shared(own, wordsOf(prompts.get(other) ?? ''));
        return { number: other, likeness: lookWeight * (byLook.get(other) ?? 0) + (1 - lookWeight) * words };
      })
      .toSorted((a, b) => b.likeness - a.likeness)
      .slice(0, rankedMax);
    rankings.set(id, found);
    for (const old of [...rankings.keys()].slice(0, -rankingsKept)) rankings.delete(old);
    return found;
  }

  return {
    similar(image, limit) {
      if (options.item(image) === null) throw imageNotFound(image);
      const near = ranked(image);
      const ids = likeness.idsInLibrary(near.map(({ number }) => number));
      const pictures = near.flatMap(({ number, likeness: share }) => {
        const id = ids.get(number);
        const item = id === undefined ? null : options.item(id);
        return item === null ? [] : [{ item, likeness: share }];
      });
      return { pictures: pictures.slice(0, limit) };
    },
    nearest: (image) => ranked(image).map(({ number }) => number),
    keep(id, described) {
      traits.put(id, described);
      rankings.clear();
      const row = traits.find(id);
      // Those of higher numbers are read with the page they stand in.
      if (row !== null && row.number <= look.last) look.add(row);
    },
    index,
    async prepare() {
      while (readSome()) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** Words long enough to mean something. */
function wordsOf(prompt: string): ReadonlySet<string> {
  return new Set(prompt.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu));
}

/** P. Jaccard's index: what both have of what either has. */
function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const both = [...one].filter((word) => other.has(word)).length;
  const either = one.size + other.size - both;
  return either === 0 ? 0 : both / either;
}
