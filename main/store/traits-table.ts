// What pictures look like: written when a picture is first made small, read as a whole to find copies and alike ones.

import { z } from 'zod';
import { ImageId } from '../../shared/domain/ids.ts';
import { descriptionLength, type PictureTraits } from '../../shared/domain/picture-traits.ts';
import type { Store } from './database.ts';

const Row = z.object({
  number: z.int(),
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  description: z.instanceof(Uint8Array).refine((bytes) => bytes.length === descriptionLength),
});
export type TraitsRow = z.infer<typeof Row>;
const Undescribed = z.object({ number: z.int(), id: ImageId });

export type TraitsTable = ReturnType<typeof createTraitsTable>;

export function createTraitsTable({ database: sql }: Store) {
  const put = sql.prepare(
    `INSERT INTO picture_traits (image, hash, description)
     SELECT number, @hash, @description FROM images WHERE id = @id AND state = 'ready'
     ON CONFLICT (image) DO UPDATE SET hash = excluded.hash, description = excluded.description`,
  );
  const one = sql.prepare(
    `SELECT number, hash, description FROM picture_traits JOIN images ON number = image
     WHERE id = ? AND hash IS NOT NULL`,
  );
  const page = sql.prepare(
    `SELECT image AS number, hash, description FROM picture_traits
     WHERE image > ? AND hash IS NOT NULL ORDER BY image LIMIT ?`,
  );
  const undescribed = sql.prepare(
    `SELECT number, id FROM images INDEXED BY images_for_search
     WHERE state = 'ready' AND number NOT IN (SELECT image FROM picture_traits) ORDER BY number DESC LIMIT ?`,
  );
  const waiting = sql
    .prepare(
      `SELECT count(*) FROM images INDEXED BY images_for_search
       WHERE state = 'ready' AND number NOT IN (SELECT image FROM picture_traits)`,
    )
    .pluck();

  return {
    /** @param traits null when the picture cannot be described */
    put(id: ImageId, traits: PictureTraits | null): void {
      const description = traits === null ? null : Buffer.from(traits.description, 'base64');
      put.run({ id, hash: traits?.hash ?? null, description });
    },
    find(id: ImageId): TraitsRow | null {
      const row = one.get(id);
      return row === undefined ? null : Row.parse(row);
    },
    /** In the order of their numbers, behind one of them. */
    page(after: number, limit: number): TraitsRow[] {
      return page.all(after, limit).map((row) => Row.parse(row));
    },
    /** Pictures of the library that were never described, the newest first. */
    undescribed(limit: number): { readonly number: number; readonly id: ImageId }[] {
      return undescribed.all(limit).map((row) => Undescribed.parse(row));
    },
    /** How many pictures of the library were never described. */
    waiting: (): number => z.int().parse(waiting.get()),
  };
}
