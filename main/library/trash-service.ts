// The trash: pictures thrown away keep their files, come back as they were, and end for good only when purged.

import { rmSync } from 'node:fs';
import type { CallOutput } from '../../shared/contract/index.ts';
import type { ImageId } from '../../shared/domain/ids.ts';
import type { ChangedPictures } from '../../shared/domain/selection.ts';
import type { EventHub } from '../event-hub.ts';
import type { Store } from '../store/database.ts';
import type { LibraryChangesTable } from '../store/library-changes-table.ts';
import type { AskedChange, ChangePictures } from './change-pictures.ts';
import type { ImageFiles } from './image-files.ts';

/** Removing them takes a few milliseconds. */
const removalsAtOnce = 100;

export interface TrashService {
  trash(asked: AskedChange): Promise<ChangedPictures>;
  restore(asked: AskedChange): Promise<ChangedPictures>;
  /** Takes pictures of the trash away for good, files and records. */
  purge(asked: AskedChange): Promise<CallOutput<'library.purge'>>;
  /** Removes files whose record is gone already: an app that was killed in between left them. Call once at the start. */
  finishRemovals(): void;
}

export function createTrashService(options: {
  readonly store: Store;
  readonly changes: LibraryChangesTable;
  readonly changePictures: ChangePictures;
  readonly files: Pick<ImageFiles, 'absolutePath' | 'derivedFrom'>;
  readonly events: Pick<EventHub, 'announce'>;
  readonly clock: () => number;
  readonly log: (line: string) => void;
}): TrashService {
  const { changes, changePictures, files, events, log } = options;
  const now = (): string => new Date(options.clock()).toISOString();

  async function announced<Changed extends { readonly ids: readonly ImageId[] }>(
    changing: Promise<Changed>,
  ): Promise<Changed> {
    const changed = await changing;
    if (changed.ids.length > 0) events.announce('library.rearranged', {});
    return changed;
  }

  /** @returns false when none is left to remove, or none could be removed */
  function removeSome(): boolean {
    const gone: string[] = [];
    for (const { file, image } of changes.removals(removalsAtOnce)) {
      try {
        for (const path of [files.absolutePath(file), ...files.derivedFrom(image)]) rmSync(path, { force: true });
        gone.push(file);
      } catch (error) {
        // Another program holds it open, or the disk is write-protected; it is tried again at the next start.
        log(`could not remove ${file}: ${String(error)}`);
      }
    }
    if (gone.length > 0) options.store.transaction('library.removed', () => changes.forgetRemovals(gone));
    return gone.length > 0;
  }

  return {
    trash: (asked) =>
      announced(
        changePictures({
          ...asked,
          part: 'library',
          name: 'library.trash',
          change: (numbers) => changes.trash(numbers, now()),
        }),
      ),
    restore: (asked) =>
      announced(changePictures({ ...asked, part: 'trash', name: 'library.restore', change: changes.restore })),
    async purge(asked) {
      let freedBytes = 0;
      const purged = await announced(
        changePictures({
          ...asked,
          part: 'trash',
          name: 'library.purge',
          change(numbers) {
            const { ids, bytes } = changes.purge(numbers, now());
            freedBytes += bytes;
            return ids;
          },
        }),
      );
      while (removeSome()) await new Promise((resolve) => setImmediate(resolve));
      return { ...purged, freedBytes };
    },
    finishRemovals() {
      while (removeSome());
    },
  };
}
