// Where a key leads in a grid of justified rows.

export interface GridRow {
  /** The place of its first picture in the list. */
  readonly first: number;
  readonly length: number;
}

interface Pressed {
  readonly key: string;
}

/**
 * @param rowsInSight how many rows a page of the window shows
 * @returns the place to go to, within the list; null for a key that leads nowhere
 */
export function placeAfter(
  { key }: Pressed,
  from: number,
  rows: readonly GridRow[],
  rowsInSight: number,
): number | null {
  const last = rows.at(-1);
  if (last === undefined) return null;
  const end = last.first + last.length - 1;
  if (key === 'ArrowLeft') return Math.max(0, from - 1);
  if (key === 'ArrowRight') return Math.min(end, from + 1);
  if (key === 'Home') return 0;
  if (key === 'End') return end;
  const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -rowsInSight, PageDown: rowsInSight }[key];
  if (by === undefined) return null;
  const row = rowOf(rows, from);
  const here = rows[row];
  const there = rows[Math.min(rows.length - 1, Math.max(0, row + by))];
  if (here === undefined || there === undefined) return null;
  // As far along the other row as along this one, for rows hold different numbers of pictures.
  const along = (from - here.first + 0.5) / here.length;
  return there.first + Math.min(there.length - 1, Math.floor(along * there.length));
}

/** The row that a place is in; by halving, for there are tens of thousands of rows. */
export function rowOf(rows: readonly GridRow[], place: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((rows[middle]?.first ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
