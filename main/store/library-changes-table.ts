// Changes to many pictures at once: trash and back, favourites, tags, and the end of a picture's record.

import { z } from 'zod';
import { ImageId } from '../../shared/domain/ids.ts';
import type { LibraryPart } from '../../shared/domain/selection.ts';
import type { Store } from './database.ts';

/** Names a picture in the tables of this database; never leaves it. */
const Numbers = z.array(z.int());
const Ids = z.array(ImageId);
const Purged = z.object({ id: ImageId, job: z.string(), size_bytes: z.int().nullable() });
const Removal = z.object({ file: z.string(), image: ImageId });
/** As many as one picture may have when its tags are set one by one. */
const tagsPerPicture = 50;

export type LibraryChangesTable = ReturnType<typeof createLibraryChangesTable>;

/** Each change says which pictures it changed. Call within a transaction. */
export function createLibraryChangesTable({ database: sql }: Store) {
  const chosen = 'number IN (SELECT value FROM json_each(@numbers))';
  const numbersOf = sql
    .prepare('SELECT number FROM images WHERE id IN (SELECT value FROM json_each(@ids)) AND state = @state')
    .pluck();
  const trash = sql
    .prepare(
      `UPDATE images SET state = 'trashed', trashed_at = @at WHERE ${chosen} AND state = 'ready' RETURNING images.id`,
    )
    .pluck();
  const restore = sql
    .prepare(
      `UPDATE images SET state = 'ready', trashed_at = NULL WHERE ${chosen} AND state = 'trashed' RETURNING images.id`,
    )
    .pluck();
  const favourite = sql
    .prepare(
      `UPDATE images SET favourite = @favourite WHERE ${chosen} AND state = 'ready' AND favourite != @favourite
       RETURNING images.id`,
    )
    .pluck();
  const addTag = sql
    .prepare(
      `INSERT INTO image_tags (tag, image)
       SELECT @tag, number FROM images
       WHERE ${chosen} AND state = 'ready' AND @tag NOT IN (SELECT tag FROM image_tags WHERE image = number)
         AND (SELECT count(*) FROM image_tags WHERE image = number) < ${tagsPerPicture}
       RETURNING image`,
    )
    .pluck();
  const removeTag = sql
    .prepare(
      `DELETE FROM image_tags
       WHERE tag = @tag AND image IN (SELECT number FROM images WHERE ${chosen} AND state = 'ready') RETURNING image`,
    )
    .pluck();
  const indexTags = sql.prepare(
    `UPDATE library_words
     SET tags = coalesce((SELECT group_concat(tag, char(10)) FROM image_tags WHERE image = library_words.rowid), '')
     WHERE rowid IN (SELECT value FROM json_each(@numbers))`,
  );
  const ids = sql.prepare(`SELECT id FROM images WHERE ${chosen}`).pluck();
  const planRemovals = sql.prepare(
    `INSERT OR REPLACE INTO file_removals (file, image)
     SELECT file, id FROM images WHERE ${chosen} AND state = 'trashed' AND file IS NOT NULL`,
  );
  const forgetWords = sql.prepare(
    `DELETE FROM library_words WHERE rowid IN (SELECT number FROM images WHERE ${chosen} AND state = 'trashed')`,
  );
  const forget = sql.prepare(
    `DELETE FROM images WHERE ${chosen} AND state = 'trashed' RETURNING images.id, images.job, images.size_bytes`,
  );
  const endEmptyJobs = sql.prepare(
    `UPDATE jobs SET deleted_at = coalesce(deleted_at, @at)
     WHERE id IN (SELECT value FROM json_each(@jobs)) AND NOT EXISTS (SELECT 1 FROM images WHERE images.job = jobs.id)`,
  );
  const removals = sql.prepare('SELECT file, image FROM file_removals LIMIT ?');
  const removed = sql.prepare('DELETE FROM file_removals WHERE file IN (SELECT value FROM json_each(?))');

  const retag = (statement: typeof addTag, numbers: readonly number[], tags: readonly string[]): number[] =>
    tags.flatMap((tag) => Numbers.parse(statement.all({ tag, numbers: JSON.stringify(numbers) })));

  return {
    /** Pictures that are not there are left out. */
    numbersOf(pictures: readonly ImageId[], part: LibraryPart): number[] {
      const state = part === 'trash' ? 'trashed' : 'ready';
      return Numbers.parse(numbersOf.all({ ids: JSON.stringify(pictures), state }));
    },
    trash(numbers: readonly number[], at: string): ImageId[] {
      return Ids.parse(trash.all({ numbers: JSON.stringify(numbers), at }));
    },
    restore(numbers: readonly number[]): ImageId[] {
      return Ids.parse(restore.all({ numbers: JSON.stringify(numbers) }));
    },
    setFavourite(numbers: readonly number[], value: boolean): ImageId[] {
      return Ids.parse(favourite.all({ numbers: JSON.stringify(numbers), favourite: value ? 1 : 0 }));
    },
    /** A picture that has as many tags as it may gets no more. */
    retag(numbers: readonly number[], tags: { readonly add: readonly string[]; readonly remove: readonly string[] }) {
      const removed = retag(removeTag, numbers, tags.remove);
      const list = JSON.stringify([...new Set([...removed, ...retag(addTag, numbers, tags.add)])]);
      indexTags.run({ numbers: list });
      return Ids.parse(ids.all({ numbers: list }));
    },
    /** Takes the records away and notes their files for removal. A job that has no picture left goes with its last one. */
    purge(numbers: readonly number[], at: string): { readonly ids: ImageId[]; readonly bytes: number } {
      const list = JSON.stringify(numbers);
      planRemovals.run({ numbers: list });
      forgetWords.run({ numbers: list });
      const gone = forget.all({ numbers: list }).map((row) => Purged.parse(row));
      endEmptyJobs.run({ jobs: JSON.stringify([...new Set(gone.map(({ job }) => job))]), at });
      return {
        ids: gone.map(({ id }) => id),
        bytes: gone.reduce((sum, { size_bytes }) => sum + (size_bytes ?? 0), 0),
      };
    },
    /** Files whose record is gone, the first few of them. */
    removals(limit: number): z.infer<typeof Removal>[] {
      return removals.all(limit).map((row) => Removal.parse(row));
    },
    forgetRemovals(files: readonly string[]): void {
      removed.run(JSON.stringify(files));
    },
  };
}
