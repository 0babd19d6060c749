// A collection: pictures that someone put together under a name, in the order they were put there.

import { z } from 'zod';
import { ImageId } from './ids.ts';

export const CollectionId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9-]+$/, 'not the id of a collection')
  .brand<'CollectionId'>();
export type CollectionId = z.infer<typeof CollectionId>;

/** Without quotation marks, because they would end it in a search. */
export const CollectionName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^"\p{Cc}]*$/u, 'a name may not hold quotation marks or control characters');

export const Collection = z.strictObject({
  id: CollectionId,
  name: CollectionName,
  /** Trashed pictures keep their place in it, and are not counted. */
  count: z.int().nonnegative(),
  /** The picture put there last. */
  cover: ImageId.nullable(),
});
export type Collection = z.infer<typeof Collection>;

/** Two names that differ in case only are one. */
export function collectionNameKey(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}
