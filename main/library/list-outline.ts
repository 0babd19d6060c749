// The outline of a long list of pictures: the shape of each, written as runs of equal ones, and where its pages start.

import type { CallOutput } from '../../shared/contract/index.ts';
import { cursorAt } from './list-place.ts';

/** @param rows place, width and height of every picture, in the order of the list */
export function outlineOf(
  rows: readonly (readonly [place: number, width: number, height: number])[],
  pageLength: number,
): CallOutput<'library.outline'> {
  const shapes: [number, number][] = [];
  const known = new Map<string, number>();
  const runs: number[] = [];
  const cursors: string[] = [];
  let last = '';
  const firstPage = rows.length % pageLength || pageLength;
  for (const [index, [place, width, height]] of rows.entries()) {
    const name = `${width}x${height}`;
    if (name === last) {
      runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1;
    } else {
      const shape = known.get(name) ?? shapes.push([width, height]) - 1;
      known.set(name, shape);
      runs.push(shape, 1);
      last = name;
    }
    const isLastOfPage = index >= firstPage - 1 && (index + 1 - firstPage) % pageLength === 0;
    if (isLastOfPage && index + 1 < rows.length) cursors.push(cursorAt(place));
  }
  return { total: rows.length, shapes, runs, cursors };
}
