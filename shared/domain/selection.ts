// Which pictures something is done to: some of them by name, or all that a search finds.

import { z } from 'zod';
import { ImageId } from './ids.ts';

export const Search = z.string().max(500).default('');

/** Where a search looks: among the pictures that are kept, or those thrown away. */
export const LibraryPart = z.enum(['library', 'trash']);
export type LibraryPart = z.infer<typeof LibraryPart>;

/** What one call takes at most, so that none holds up the others for long; more are done by calling again. */
export const picturesPerCall = 10_000;

export const PictureSelection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pictures'), ids: z.array(ImageId).min(1).max(picturesPerCall) }),
  z.strictObject({
    kind: z.literal('search'),
    search: Search,
    /** Found, but left as they are. */
    except: z.array(ImageId).max(picturesPerCall).default([]),
  }),
]);
export type PictureSelection = z.infer<typeof PictureSelection>;

/** A selection with the place to go on from, when an earlier call has not come to its end. */
export const selectionInput = {
  selection: PictureSelection,
  cursor: z.string().max(200).nullable().default(null),
};

/** The pictures that were changed, and where to go on when there are more; null when all is done. */
export const ChangedPictures = z.strictObject({ ids: z.array(ImageId), nextCursor: z.string().nullable() });
export type ChangedPictures = z.infer<typeof ChangedPictures>;
