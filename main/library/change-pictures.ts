// Changes the pictures of a selection, some hundred at a time, so that what else goes on is never held up for long.

import type { ImageId } from '../../shared/domain/ids.ts';
import {
  type ChangedPictures,
  type LibraryPart,
  type PictureSelection,
  picturesPerCall,
} from '../../shared/domain/selection.ts';
import type { Store } from '../store/database.ts';
import type { LibraryChangesTable } from '../store/library-changes-table.ts';
import type { LibrarySearchTable } from '../store/library-search-table.ts';
import { cursorAt, placeOf } from './list-place.ts';
import { understood } from './understood-search.ts';

/** One transaction of these takes some milliseconds, also where the index of words is written. */
const picturesAtOnce = 250;

export interface AskedChange {
  readonly selection: PictureSelection;
  readonly cursor: string | null;
}

export type ChangePictures = (
  asked: AskedChange & {
    readonly part: LibraryPart;
    /** In the log, when it was slow. */
    readonly name: string;
    /** Runs within a transaction. @returns the pictures it changed */
    readonly change: (numbers: readonly number[]) => readonly ImageId[];
  },
) => Promise<ChangedPictures>;

export function createChangePictures(options: {
  readonly store: Store;
  readonly found: LibrarySearchTable;
  readonly changes: LibraryChangesTable;
}): ChangePictures {
  const { store, found, changes } = options;

  function chosen(asked: AskedChange, part: LibraryPart): { numbers: number[]; nextCursor: string | null } {
    const { selection } = asked;
    if (selection.kind === 'pictures') return { numbers: changes.numbersOf(selection.ids, part), nextCursor: null };
    const terms = understood(selection.search);
    const rows = found.numbers({ terms, part, before: placeOf(asked.cursor), limit: picturesPerCall + 1 });
    const some = rows.slice(0, picturesPerCall);
    const last = some.at(-1);
    const spared = new Set(changes.numbersOf(selection.except, part));
    return {
      numbers: some.map(({ number }) => number).filter((number) => !spared.has(number)),
      nextCursor: rows.length > picturesPerCall && last !== undefined ? cursorAt(last.place) : null,
    };
  }

  return async ({ selection, cursor, part, name, change }) => {
    const { numbers, nextCursor } = chosen({ selection, cursor }, part);
    const ids: ImageId[] = [];
    for (let start = 0; start < numbers.length; start += picturesAtOnce) {
      const some = numbers.slice(start, start + picturesAtOnce);
      ids.push(...store.transaction(name, () => change(some)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { ids, nextCursor };
  };
}
