// The pictures of a selection, read as they are needed: a search may find all there are.

import type { ImageId } from '../../shared/domain/ids.ts';
import type { LibraryItem } from '../../shared/domain/image.ts';
import type { PictureSelection } from '../../shared/domain/selection.ts';
import type { ImageTable } from '../store/image-table.ts';
import type { LibraryService } from './library-service.ts';

const pageLength = 200;

export interface SelectedPicture {
  readonly id: ImageId;
  /** null for one that is no longer there. */
  readonly item: LibraryItem | null;
}

export interface SelectedPictures {
  readonly total: number;
  readonly pictures: Iterable<SelectedPicture>;
}

/** @throws SEARCH_NOT_UNDERSTOOD */
export function selectedPictures(
  selection: PictureSelection,
  { library, images }: { library: Pick<LibraryService, 'list'>; images: Pick<ImageTable, 'findItem'> },
): SelectedPictures {
  if (selection.kind === 'pictures') {
    return { total: selection.ids.length, pictures: byId(selection.ids, images) };
  }
  const { search, except } = selection;
  const { total } = library.list({ search, part: 'library', limit: 1, cursor: null });
  return { total: Math.max(0, total - except.length), pictures: found(selection, library) };
}

function* byId(ids: readonly ImageId[], images: Pick<ImageTable, 'findItem'>): Iterable<SelectedPicture> {
  for (const id of ids) yield { id, item: images.findItem(id) };
}

function* found(
  { search, except }: Extract<PictureSelection, { kind: 'search' }>,
  library: Pick<LibraryService, 'list'>,
): Iterable<SelectedPicture> {
  const spared = new Set<ImageId>(except);
  for (let cursor: string | null = null; ; ) {
    const page = library.list({ search, part: 'library', limit: pageLength, cursor });
    for (const item of page.items) if (!spared.has(item.image.id)) yield { id: item.image.id, item };
    cursor = page.nextCursor;
    if (cursor === null) return;
  }
}
