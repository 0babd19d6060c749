// Lets the viewer leaf through a whole list, of which only the part in sight is there: near an end more is fetched.

import { useCallback, useEffect, useRef } from 'react';
import type { ImageId } from '../../../shared/domain/ids.ts';
import { pageLength } from '../../data/library-outline.ts';
import type { LibraryList } from '../../data/library-list.ts';
import { useViewer } from '../../state/viewer.ts';

/** So near an end of the row, more of it is fetched: some steps before one would stand still. */
const nearEnd = 20;

/** @returns opens the viewer at a place of the list */
export function useLeafing({
  outline,
  around,
  idsBetween,
}: Pick<LibraryList, 'outline' | 'around' | 'idsBetween'>): (index: number, image: ImageId) => void {
  const { image, row, open, widen } = useViewer();
  /** The stretch of the list that the viewer's row is; null when it was opened from elsewhere. */
  const stretch = useRef<{ first: number; last: number } | null>(null);

  useEffect(() => {
    if (image === null) stretch.current = null;
    const known = stretch.current;
    if (image === null || known === null || outline === undefined) return;
    const place = row.indexOf(image);
    const first = place < nearEnd ? Math.max(0, known.first - pageLength) : known.first;
    const end = outline.total - 1;
    const last = place >= row.length - nearEnd ? Math.min(end, known.last + pageLength) : known.last;
    if (first === known.first && last === known.last) return;
    stretch.current = { first, last };
    // What cannot be fetched now is tried again with the next step.
    idsBetween(first, last).then(
      (ids) => ids.includes(image) && widen(ids),
      () => {
        stretch.current = known;
      },
    );
  }, [image, row, outline, idsBetween, widen]);

  return useCallback(
    (index, opened) => {
      const { first, ids } = around(index);
      stretch.current = { first, last: first + ids.length - 1 };
      open(opened, ids);
    },
    [around, open],
  );
}
