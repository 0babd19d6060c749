// Reads what stands behind a field of a search: numbers with a comparison, sizes, dates, and words of a list.

import { type Comparison, comparisons, type Span } from './library-query.ts';

const numberPattern = /^(>=|<=|>|<|=)?(\d{1,10})$/;
const areaPattern = /^(\d{1,5})[x×](\d{1,5})$/i;
/** Centuries in which pictures can have been made: times are compared as text, which years of five digits would upset. */
const datePattern = /^((?:19|20|21)\d{2})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/;

export function readNumber(value: string): { readonly comparison: Comparison; readonly number: number } | null {
  const [, sign, digits] = numberPattern.exec(value) ?? [];
  if (digits === undefined) return null;
  return { comparison: comparisons.find((known) => known === sign) ?? '=', number: Number(digits) };
}

export function readArea(value: string): { readonly width: number; readonly height: number } | null {
  const [, width, height] = areaPattern.exec(value) ?? [];
  return width === undefined || height === undefined ? null : { width: Number(width), height: Number(height) };
}

/** A year, a month or a day of the calendar; null for anything else, the 30th of February included. */
export function readSpan(value: string): Span | null {
  const [, year, month, day] = datePattern.exec(value) ?? [];
  if (year === undefined) return null;
  const from = { year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1) };
  const start = utc(from);
  if (start.getUTCMonth() + 1 !== from.month || start.getUTCDate() !== from.day) return null;
  const next =
    month === undefined
      ? { ...from, year: from.year + 1 }
      : day === undefined
        ? { ...from, month: from.month + 1 }
        : { ...from, day: from.day + 1 };
  const end = utc(next);
  return { from, until: { year: end.getUTCFullYear(), month: end.getUTCMonth() + 1, day: end.getUTCDate() } };
}

function utc({ year, month, day }: Span['from']): Date {
  return new Date(Date.UTC(year, month - 1, day));
}

/** The word of the list that a typed one is nearest to, when it is near at all. */
export function nearest(typed: string, known: readonly string[]): string | null {
  const start = typed.length < 2 ? undefined : known.find((word) => word.startsWith(typed));
  if (start !== undefined) return start;
  const measured = known.map((word) => ({ word, distance: distance(typed, word) }));
  const best = measured.reduce((a, b) => (b.distance < a.distance ? b : a));
  return best.distance <= (best.word.length < 4 ? 1 : 2) ? best.word : null;
}

/** Levenshtein's: how many letters must be put in, taken out or replaced. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, place) => place);
  for (let line = 0; line < from.length; line += 1) {
    const next = [line + 1];
    for (let place = 1; place <= to.length; place += 1) {
      next.push(
        Math.min(
          (row[place] ?? 0) + 1,
          (next[place - 1] ?? 0) + 1,
          (row[place - 1] ?? 0) + (to.charAt(place - 1) === from.charAt(line) ? 0 : 1),
        ),
      );
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
