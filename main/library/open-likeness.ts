// What pictures look like, put together: described in the background, compared when someone asks.

import type { ImageId } from '../../shared/domain/ids.ts';
import type { PictureTraits } from '../../shared/domain/picture-traits.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import { createLikenessTable } from '../store/likeness-table.ts';
import { createTraitsTable } from '../store/traits-table.ts';
import { createDescribePictures } from './describe-pictures.ts';
import { createDuplicatesService, type DuplicatesService } from './duplicates-service.ts';
import type { ImageFiles } from './image-files.ts';
import { createSimilarService, type SimilarService } from './similar-service.ts';

export interface Likeness {
  readonly similar: SimilarService;
  readonly duplicates: DuplicatesService;
  readonly keepTraits: (id: ImageId, traits: PictureTraits) => void;
  /** Begins to describe what was never described. @param files where the pictures are */
  start(files: Pick<ImageFiles, 'path'>): void;
  close(): Promise<void>;
}

export function openLikeness(options: {
  readonly store: Store;
  readonly images: Pick<ImageTable, 'findItem'>;
  readonly engine: Engine;
  readonly events: EventHub;
  readonly log: (line: string) => void;
}): Likeness {
  const traits = createTraitsTable(options.store);
  const likeness = createLikenessTable(options.store);
  const item = (id: ImageId) => options.images.findItem(id);
  const similar = createSimilarService({ traits, likeness, item });
  let stop = (): Promise<void> => Promise.resolve();
  return {
    similar,
    duplicates: createDuplicatesService({ similar, traits, likeness, item }),
    keepTraits: (id, described) => similar.keep(id, described),
    start(files) {
      const describing = createDescribePictures({ ...options, traits, similar, files });
      stop = () => describing.close();
      describing.start();
    },
    close: () => stop(),
  };
}
