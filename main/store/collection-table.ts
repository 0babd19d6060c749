// Collections and which pictures they hold, in the order those were put there.

import { z } from 'zod';
import { Collection, type CollectionId, collectionNameKey } from '../../shared/domain/collection.ts';
import { ImageId } from '../../shared/domain/ids.ts';
import type { Store } from './database.ts';

const Ids = z.array(ImageId);

export type CollectionTable = ReturnType<typeof createCollectionTable>;

export function createCollectionTable({ database: sql }: Store) {
  const columns = `id, name,
    (SELECT count(*) FROM collection_images JOIN images ON images.number = image AND images.state = 'ready'
       WHERE collection = collections.number) AS count,
    (SELECT images.id FROM collection_images JOIN images ON images.number = image AND images.state = 'ready'
       WHERE collection = collections.number ORDER BY collection_images.place DESC LIMIT 1) AS cover`;
  const list = sql.prepare(`SELECT ${columns} FROM collections WHERE deleted_at IS NULL ORDER BY name_key`);
  const byId = sql.prepare(`SELECT ${columns} FROM collections WHERE id = ? AND deleted_at IS NULL`);
  const named = sql.prepare('SELECT 1 FROM collections WHERE name_key = ? AND id != ? AND deleted_at IS NULL');
  const trashedName = sql.prepare('SELECT name FROM collections WHERE id = ? AND deleted_at IS NOT NULL').pluck();
  const insert = sql.prepare(
    'INSERT INTO collections (id, name, name_key, created_at) VALUES (@id, @name, @key, @createdAt)',
  );
  const rename = sql.prepare('UPDATE collections SET name = @name, name_key = @key WHERE id = @id');
  const setDeleted = sql.prepare('UPDATE collections SET deleted_at = @at WHERE id = @id');
  const add = sql.prepare(
    `INSERT OR IGNORE INTO collection_images (collection, image)
     SELECT collections.number, images.number FROM json_each(@numbers) AS chosen
     JOIN images ON images.number = chosen.value AND images.state = 'ready' JOIN collections ON collections.id = @id
     ORDER BY images.number RETURNING image`,
  );
  const remove = sql.prepare(
    `DELETE FROM collection_images
     WHERE collection = (SELECT number FROM collections WHERE id = @id) AND image IN (SELECT value FROM json_each(@numbers))
     RETURNING image`,
  );
  const idsOf = sql.prepare('SELECT id FROM images WHERE number IN (SELECT value FROM json_each(?))').pluck();

  const changed = (statement: typeof add, id: CollectionId, numbers: readonly number[]): ImageId[] =>
    Ids.parse(idsOf.all(JSON.stringify(statement.pluck().all({ id, numbers: JSON.stringify(numbers) }))));

  return {
    list(): Collection[] {
      return list.all().map((row) => Collection.parse(row));
    },
    find(id: CollectionId): Collection | null {
      const row = byId.get(id);
      return row === undefined ? null : Collection.parse(row);
    },
    /** Whether another collection is called so. */
    isTaken(name: string, by: CollectionId): boolean {
      return named.get(collectionNameKey(name), by) !== undefined;
    },
    /** null when there is no such collection among those taken away. */
    trashedName(id: CollectionId): string | null {
      return z
        .string()
        .nullable()
        .parse(trashedName.get(id) ?? null);
    },
    insert(collection: { readonly id: CollectionId; readonly name: string; readonly createdAt: string }): void {
      insert.run({ ...collection, key: collectionNameKey(collection.name) });
    },
    rename(id: CollectionId, name: string): void {
      rename.run({ id, name, key: collectionNameKey(name) });
    },
    setDeleted(id: CollectionId, at: string | null): void {
      setDeleted.run({ id, at });
    },
    /** The oldest first, so that the newest stands in front. @returns those that were not in it */
    add(id: CollectionId, numbers: readonly number[]): ImageId[] {
      return changed(add, id, numbers);
    },
    /** @returns those that were in it */
    remove(id: CollectionId, numbers: readonly number[]): ImageId[] {
      return changed(remove, id, numbers);
    },
  };
}
