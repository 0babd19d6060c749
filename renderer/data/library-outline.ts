// The outline of a list of pictures, unfolded: how many there are, what shape each has, and on which page it stands.

import type { CallOutput } from '../../shared/contract/index.ts';

/** A few windows full; reading the answer of twice as many is felt as a jolt while scrolling. */
export const pageLength = 60;

export interface Outline {
  readonly total: number;
  sizeOf(index: number): { readonly width: number; readonly height: number };
  readonly pages: readonly Page[];
  /** The page that a picture stands on. */
  pageOf(index: number): Page | undefined;
}

export interface Page {
  /** The first picture's place in the list. */
  readonly first: number;
  readonly length: number;
  readonly cursor: string | null;
}

export function unfold({ total, shapes, runs, cursors }: CallOutput<'library.outline'>): Outline {
  const shapeOf = new Uint32Array(total);
  let index = 0;
  for (let run = 0; run < runs.length; run += 2) {
    const length = runs[run + 1] ?? 0;
    shapeOf.fill(runs[run] ?? 0, index, index + length);
    index += length;
  }
  const firstLength = total - cursors.length * pageLength;
  const pages = [null, ...cursors].map((cursor, page): Page => {
    if (page === 0) return { first: 0, length: firstLength, cursor };
    return { first: firstLength + (page - 1) * pageLength, length: pageLength, cursor };
  });
  return {
    total,
    sizeOf(at) {
      const [width = 1, height = 1] = shapes[shapeOf[at] ?? 0] ?? [];
      return { width, height };
    },
    pages: total === 0 ? [] : pages,
    pageOf: (at) => pages[at < firstLength ? 0 : 1 + Math.floor((at - firstLength) / pageLength)],
  };
}
