// Calls about pictures that look alike: those like one of them, and those that are nearly equal.

import { z } from 'zod';
import { ImageId } from '../domain/ids.ts';
import { LibraryItem } from '../domain/image.ts';
import { call } from './call.ts';

export const similarCalls = {
  'library.similar': call({
    summary:
      'The pictures most like one of them, by colours and shapes and the words of their prompts; nothing here knows what a picture shows. As a search: like:<id>.',
    access: 'read',
    input: z.strictObject({ image: ImageId, limit: z.int().min(1).max(200).default(60) }),
    output: z.strictObject({
      /** The most alike first; 1 is the same. */
      pictures: z.array(z.strictObject({ item: LibraryItem, likeness: z.number().min(0).max(1) })),
    }),
  }),
  'library.duplicates': call({
    summary:
      'Pictures that are nearly equal, in groups, the newest group first: copies in other sizes, formats and qualities.',
    access: 'read',
    input: z.strictObject({ limit: z.int().min(1).max(100).default(30) }),
    output: z.strictObject({
      groups: z.array(z.array(LibraryItem).min(2)),
      /** How many groups there are. */
      total: z.int().nonnegative(),
      /** Pictures that still wait to be looked at, in the background. */
      waiting: z.int().nonnegative(),
    }),
  }),
} as const;
