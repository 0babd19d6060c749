// Calls about finished pictures.

import { z } from 'zod';
import { ImageId } from '../domain/ids.ts';
import { LibraryItem, LibraryPicture } from '../domain/image.ts';
import { call } from './call.ts';

export const libraryCalls = {
  'library.list': call({
    summary: 'Finished pictures, newest first, a page at a time; search matches words of the prompts.',
    access: 'read',
    input: z.strictObject({
      search: z.string().max(500).default(''),
      limit: z.int().min(1).max(200).default(60),
      cursor: z.string().max(200).nullable().default(null),
    }),
    output: z.strictObject({
      items: z.array(LibraryItem),
      nextCursor: z.string().nullable(),
      total: z.int().nonnegative(),
    }),
  }),
  'library.get': call({
    summary: 'One picture with the recipe that made it and the drawings it was made of.',
    access: 'read',
    input: z.strictObject({ id: ImageId }),
    output: LibraryPicture,
  }),
} as const;
