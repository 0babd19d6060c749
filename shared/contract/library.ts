// Calls about finished pictures.

import { z } from 'zod';
import { ImageId } from '../domain/ids.ts';
import { LibraryItem, LibraryPicture, PictureTag } from '../domain/image.ts';
import { ChangedPictures, LibraryPart, Search, selectionInput } from '../domain/selection.ts';
import { call } from './call.ts';

const SpaceTaken = z.strictObject({ pictures: z.int().nonnegative(), bytes: z.int().nonnegative() });
const FacetCount = z.strictObject({ value: z.string(), count: z.int().positive() });

export const libraryCalls = {
  'library.list': call({
    summary:
      'Finished pictures, newest first, a page at a time; search takes words, and terms such as model:sticker, is:favourite, after:2026-11-01 or -night.',
    access: 'read',
    input: z.strictObject({
      search: Search,
      part: LibraryPart.default('library'),
      limit: z.int().min(1).max(200).default(60),
      cursor: z.string().max(200).nullable().default(null),
    }),
    output: z.strictObject({
      items: z.array(LibraryItem),
      nextCursor: z.string().nullable(),
      total: z.int().nonnegative(),
    }),
  }),
  'library.outline': call({
    summary:
      'The shapes of all pictures that a search finds and the cursors of its pages, so that any place of a long list can be shown at once.',
    access: 'read',
    input: z.strictObject({
      search: Search,
      part: LibraryPart.default('library'),
      pageLength: z.int().min(1).max(200).default(120),
    }),
    output: z.strictObject({
      total: z.int().nonnegative(),
      /** Width and height of each shape there is. */
      shapes: z.array(z.tuple([z.int().positive(), z.int().positive()])),
      /** In the order of the list: a shape by its place among `shapes`, then how many pictures in a row have it. */
      runs: z.array(z.int().nonnegative()),
      /** Of each page but the first, where it starts. The first may be short: pages are full from the end of the list on, so that new pictures move none of them. */
      cursors: z.array(z.string()),
    }),
  }),
  'library.facets': call({
    summary:
      'How the pictures that a search finds divide by model, style, kind, size, month, tag and collection; most of them first.',
    access: 'read',
    input: z.strictObject({ search: Search }),
    output: z.strictObject({
      models: z.array(FacetCount),
      styles: z.array(FacetCount),
      kinds: z.array(FacetCount),
      tags: z.array(FacetCount),
      collections: z.array(FacetCount),
      /** Such as 512x768. */
      sizes: z.array(FacetCount),
      /** Such as 2026-11; the newest first. */
      months: z.array(FacetCount),
      favourites: z.int().nonnegative(),
      /** Those made from another picture. */
      derived: z.int().nonnegative(),
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
  'library.mark': call({
    summary: 'Makes pictures favourites or no longer, and gives them tags or takes tags from them.',
    access: 'write',
    input: z.strictObject({
      ...selectionInput,
      favourite: z.boolean().optional(),
      addTags: z.array(PictureTag).max(50).default([]),
      removeTags: z.array(PictureTag).max(50).default([]),
    }),
    output: ChangedPictures,
  }),
  'library.tags': call({
    summary: 'The tags that begin so, those of most pictures first.',
    access: 'read',
    input: z.strictObject({
      beginning: z.string().trim().toLowerCase().max(60).default(''),
      limit: z.int().min(1).max(100).default(20),
    }),
    output: z.strictObject({ tags: z.array(FacetCount) }),
  }),
  'library.trash': call({
    summary: 'Moves pictures to the trash; restoring brings them back as they were.',
    access: 'write',
    input: z.strictObject(selectionInput),
    output: ChangedPictures,
  }),
  'library.restore': call({
    summary: 'Brings pictures back from the trash.',
    access: 'write',
    input: z.strictObject(selectionInput),
    output: ChangedPictures,
  }),
  'library.purge': call({
    summary: 'Deletes pictures of the trash for good, their files included. There is no way back.',
    access: 'write',
    input: z.strictObject(selectionInput),
    output: ChangedPictures.extend({ freedBytes: z.int().nonnegative() }),
  }),
  'library.trashSize': call({
    summary: 'How many pictures lie in the trash, and what they take of the disk.',
    access: 'read',
    input: z.strictObject({}),
    output: SpaceTaken,
  }),
  'library.storage': call({
    summary:
      'What the library takes of the disk: by model, by month, in the trash and in the cache, and where it lies.',
    access: 'admin',
    input: z.strictObject({}),
    output: z.strictObject({
      folder: z.string(),
      kept: SpaceTaken,
      trash: SpaceTaken,
      cacheBytes: z.int().nonnegative(),
      /** Those that take most first. */
      models: z.array(SpaceTaken.extend({ name: z.string() })),
      /** Such as 2026-11; the newest first. */
      months: z.array(SpaceTaken.extend({ name: z.string() })),
    }),
  }),
  'library.clearCache': call({
    summary: 'Empties the cache of what can be made again: thumbnails, converted pictures, models with LoRAs in them.',
    access: 'admin',
    input: z.strictObject({}),
    output: z.strictObject({ freedBytes: z.int().nonnegative() }),
  }),
} as const;

export const libraryEvents = {
  /** Many pictures were marked, came or went at once: whoever shows some asks again. */
  'library.rearranged': z.strictObject({}),
  /** What people say of a picture has changed: whether it is a favourite, and its tags. */
  'library.changed': z.strictObject({ id: ImageId, favourite: z.boolean(), tags: z.array(PictureTag) }),
} as const;
