// The library and the places that belong to it: its pictures, collections, the trash, and what they take of the disk.

import type { RefObject } from 'react';
import { useScreenPart } from '../../state/screen.ts';
import { CollectionsView } from './collections-view.tsx';
import { DuplicatesView } from './duplicates-view.tsx';
import { LibraryView } from './library-view.tsx';
import { StorageView } from './storage-view.tsx';
import { TrashView } from './trash-view.tsx';

export function LibraryScreen({ scroller }: { readonly scroller: RefObject<HTMLElement | null> }) {
  const part = useScreenPart();
  return (
    <div className="px-4 py-6 md:px-8">
      {part === 'trash' ? (
        <TrashView scroller={scroller} />
      ) : part === 'collections' ? (
        <CollectionsView />
      ) : part === 'storage' ? (
        <StorageView />
      ) : part === 'duplicates' ? (
        <DuplicatesView />
      ) : (
        <LibraryView scroller={scroller} />
      )}
    </div>
  );
}
