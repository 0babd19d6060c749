// Calls about finished pictures.

import { z } from 'zod';
import { ImageId } from '../domain/ids.ts';
import { LibraryItem, LibraryPicture, PictureTag } from '../domain/image.ts';
import { call } from './call.ts';

const Search = z.string().max(500).default('');
const FacetCount = z.strictObject({ value: z.string(), count: z.int().positive() });

export const libraryCalls = {
  'library.list': call({
    summary:
      'Finished pictures, newest first, a page at a time; search takes words, and terms such as model:sticker, is:favourite, after:2026-11-01 or -night.',
    access: 'read',
    input: z.strictObject({
      search: Search,
      limit: z.int().min(1).max(200).default(60),
      cursor: z.string().max(200).nullable().default(null),
    }),
    output: z.strictObject({
      items: z.array(LibraryItem),
      nextCursor: z.string().nullable(),
      total: z.int().nonnegative(),
    }),
  }),
  'library.facets': call({
    summary: 'How the pictures that a search finds divide by model, style, kind and tag; most of them first.',
    access: 'read',
    input: z.strictObject({ search: Search }),
    output: z.strictObject({
      models: z.array(FacetCount),
      styles: z.array(FacetCount),
      kinds: z.array(FacetCount),
      tags: z.array(FacetCount),
      favourites: z.int().nonnegative(),
    }),
  }),
  'library.setFavourite': call({
    summary: 'Marks a picture as a favourite, or no longer.',
    access: 'write',
    input: z.strictObject({ id: ImageId, favourite: z.boolean() }),
    output: LibraryPicture,
  }),
  'library.setTags': call({
    summary: 'Gives a picture these tags in place of those it had.',
    access: 'write',
    input: z.strictObject({ id: ImageId, tags: z.array(PictureTag).max(50) }),
    output: LibraryPicture,
  }),
  'library.get': call({
    summary: 'One picture with the recipe that made it and the drawings it was made of.',
    access: 'read',
    input: z.strictObject({ id: ImageId }),
    output: LibraryPicture,
  }),
} as const;

export const libraryEvents = {
  /** What people say of a picture has changed: whether it is a favourite, and its tags. */
  'library.changed': z.strictObject({ id: ImageId, favourite: z.boolean(), tags: z.array(PictureTag) }),
} as const;
