// Calls about collections: made, renamed, thrown away and brought back, filled and emptied.

import { z } from 'zod';
import { Collection, CollectionId, CollectionName } from '../domain/collection.ts';
import { ChangedPictures, selectionInput } from '../domain/selection.ts';
import { call } from './call.ts';

const ById = z.strictObject({ id: CollectionId });

export const collectionCalls = {
  'collections.list': call({
    summary: 'Every collection by its name, with how many pictures it holds.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ collections: z.array(Collection) }),
  }),
  'collections.create': call({
    summary: 'Makes an empty collection.',
    access: 'write',
    input: z.strictObject({ name: CollectionName }),
    output: Collection,
  }),
  'collections.rename': call({
    summary: 'Gives a collection another name.',
    access: 'write',
    input: ById.extend({ name: CollectionName }),
    output: Collection,
  }),
  'collections.delete': call({
    summary: 'Takes a collection away; its pictures stay in the library.',
    access: 'write',
    input: ById,
    output: ById,
  }),
  'collections.restore': call({
    summary: 'Brings back a collection that was taken away, with its pictures.',
    access: 'write',
    input: ById,
    output: Collection,
  }),
  'collections.add': call({
    summary: 'Puts pictures into a collection; those that are in it already stay where they are.',
    access: 'write',
    input: ById.extend(selectionInput),
    output: ChangedPictures,
  }),
  'collections.remove': call({
    summary: 'Takes pictures out of a collection; they stay in the library.',
    access: 'write',
    input: ById.extend(selectionInput),
    output: ChangedPictures,
  }),
} as const;

export const collectionEvents = {
  /** Collections were made, changed or taken away, or hold other pictures now. */
  'collections.changed': z.strictObject({}),
} as const;
