// What a search of the library asks for, as data: the meaning of a line such as `cat model:sticker -night`.

import type { ImageId } from '../domain/ids.ts';

export const comparisons = ['=', '>', '>=', '<', '<='] as const;
export type Comparison = (typeof comparisons)[number];

/** A day, month or year as people write it, by its first day and the first day after it. */
export interface Span {
  readonly from: CalendarDay;
  readonly until: CalendarDay;
}
export interface CalendarDay {
  readonly year: number;
  /** 1..12 */
  readonly month: number;
  /** 1..31 */
  readonly day: number;
}

export const qualities = ['favourite', 'portrait', 'landscape', 'square'] as const;
export type Quality = (typeof qualities)[number];
export const possessions = ['parent', 'style', 'tags', 'collection'] as const;
export type Possession = (typeof possessions)[number];
export type Measure = 'size' | 'width' | 'height';

export type Meaning =
  /** Words in the prompt, the tags or the model's name, one after the other. `halfTyped`: the last may go on. */
  | { readonly kind: 'words'; readonly words: string; readonly halfTyped: boolean }
  | { readonly kind: 'negative'; readonly words: string; readonly halfTyped: boolean }
  /** `whole`: the name is exactly that; otherwise it is somewhere in it. */
  | { readonly kind: 'model' | 'style'; readonly name: string; readonly whole: boolean }
  | { readonly kind: 'tag'; readonly name: string }
  /** Pictures that look like one of them, the most alike first. */
  | { readonly kind: 'like'; readonly image: ImageId }
  | { readonly kind: 'collection'; readonly name: string; readonly whole: boolean }
  | { readonly kind: 'is'; readonly quality: Quality }
  | { readonly kind: 'has'; readonly possession: Possession }
  | { readonly kind: 'made'; readonly how: string }
  | { readonly kind: 'seed'; readonly comparison: Comparison; readonly value: number }
  /** `size` is the longer side. */
  | { readonly kind: 'side'; readonly side: Measure; readonly comparison: Comparison; readonly pixels: number }
  | { readonly kind: 'area'; readonly width: number; readonly height: number }
  | { readonly kind: 'date'; readonly relation: 'after' | 'before' | 'on'; readonly span: Span };

export interface Term {
  readonly meaning: Meaning;
  readonly excluded: boolean;
  /** As it was typed, the minus included. */
  readonly text: string;
  /** Where it stands in the line, in UTF-16 units. */
  readonly at: number;
}

export interface QueryProblem {
  readonly code: 'unclosedQuote' | 'nothingToFind' | 'unknownField' | 'missingValue' | 'wrongValue';
  /** The part that was not understood. */
  readonly text: string;
  readonly at: number;
  /** What may have been meant, to stand in the place of the text; null when there is no guess. */
  readonly suggestion: string | null;
}

/** Every part of the line is either a term or a problem; nothing is dropped. */
export interface ParsedQuery {
  readonly terms: readonly Term[];
  readonly problems: readonly QueryProblem[];
}
