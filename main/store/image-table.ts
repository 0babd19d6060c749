// The images table: planned with a job, ready once the file stands; its words then stand in the index of the library.

import { z } from 'zod';
import { DrawnFrom } from '../../shared/domain/exemplar-source.ts';
import { Image, ImageKind, ImageState, ImportedPicture, type LibraryItem } from '../../shared/domain/image.ts';
import { ImageId, JobId } from '../../shared/domain/ids.ts';
import { JobTask } from '../../shared/domain/job.ts';
import { recipeOfImage, Variation } from '../../shared/domain/recipe.ts';
import { json } from './json-column.ts';
import type { Store } from './database.ts';

const Row = z.object({
  id: ImageId,
  job: JobId,
  place: z.int(),
  kind: ImageKind,
  state: ImageState,
  parent: ImageId.nullable(),
  seed: z.int(),
  variations: json(z.array(Variation)),
  width: z.int(),
  height: z.int(),
  file: z.string().nullable(),
  size_bytes: z.int().nullable(),
  sha256: z.string().nullable(),
  created_at: z.string(),
});
const DrawnFromColumn = json(DrawnFrom);
/** Imported pictures stand in jobs that drew nothing. */
const ItemRow = Row.extend({ task: json(JobTask.nullable()), imported: json(ImportedPicture).nullable() });

export interface FinishedFile {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly drawnFrom: DrawnFrom;
}

export type ImageTable = ReturnType<typeof createImageTable>;

export function createImageTable(store: Store) {
  const sql = store.database;
  const insert = sql.prepare(
    `INSERT INTO images (id, job, place, kind, state, parent, seed, variations, width, height, created_at)
     VALUES (@id, @job, @index, @kind, 'planned', @parent, @seed, @variations, @width, @height, @createdAt)`,
  );
  const ofJob = sql.prepare('SELECT * FROM images WHERE job = ? ORDER BY place');
  const byId = sql.prepare('SELECT * FROM images WHERE id = ?');
  const item = sql.prepare(
    'SELECT images.*, jobs.task FROM images JOIN jobs ON jobs.id = images.job WHERE images.id = ? AND images.state = ?',
  );
  const favourite = sql.prepare('SELECT favourite FROM images WHERE id = ?').pluck();
  const setFavourite = sql.prepare("UPDATE images SET favourite = ? WHERE id = ? AND state = 'ready'");
  const tags = sql
    .prepare('SELECT tag FROM image_tags JOIN images ON number = image WHERE images.id = ? ORDER BY tag')
    .pluck();
  const numberOf = sql.prepare("SELECT number FROM images WHERE id = ? AND state = 'ready'").pluck();
  const clearTags = sql.prepare('DELETE FROM image_tags WHERE image = ?');
  const addTag = sql.prepare('INSERT INTO image_tags (tag, image) VALUES (?, ?)');
  const indexTags = sql.prepare('UPDATE library_words SET tags = ? WHERE rowid = ?');
  const sources = sql.prepare('SELECT drawn_from FROM images WHERE id = ?').pluck();
  const finish = sql.prepare(
    `UPDATE images SET state = 'ready', file = @file, width = @width, height = @height, size_bytes = @sizeBytes, sha256 = @sha256,
       drawn_from = @drawnFrom,
       (model, style) = (SELECT coalesce(task ->> '$.recipe.model', ''), task ->> '$.recipe.style' FROM jobs WHERE jobs.id = images.job)
     WHERE id = @id AND state = 'planned'`,
  );
  const index = sql.prepare(
    `INSERT INTO library_words (rowid, prompt, negative_prompt, model, tags)
     SELECT number, @prompt, @negativePrompt, @model, '' FROM images WHERE id = @id`,
  );
  const trash = sql.prepare(
    "UPDATE images SET state = 'trashed', trashed_at = @at WHERE job = @job AND state = 'ready'",
  );
  const restore = sql.prepare(
    "UPDATE images SET state = 'ready', trashed_at = NULL WHERE job = @job AND state = 'trashed' AND trashed_at = @at",
  );

  return {
    insertPlanned(image: Omit<Image, 'state' | 'file' | 'sizeBytes' | 'sha256'>): void {
      insert.run({ ...image, variations: JSON.stringify(image.variations) });
    },
    ofJob(job: JobId): Image[] {
      return ofJob.all(job).map((row) => parse(Row.parse(row)));
    },
    find(id: ImageId): Image | null {
      const row = byId.get(id);
      return row === undefined ? null : parse(Row.parse(row));
    },
    findItem(id: ImageId): LibraryItem | null {
      const row = item.get(id, 'ready');
      return row === undefined ? null : parseItem(row);
    },
    /** The drawings a picture was made of; empty for one that is not there. */
    drawnFrom(id: ImageId): DrawnFrom {
      const text = sources.get(id);
      return text === undefined ? [] : DrawnFromColumn.parse(text);
    },
    isFavourite(id: ImageId): boolean {
      return favourite.get(id) === 1;
    },
    /** @returns false when there is no such picture */
    setFavourite(id: ImageId, value: boolean): boolean {
      return setFavourite.run(value ? 1 : 0, id).changes === 1;
    },
    tags(id: ImageId): string[] {
      return z.array(z.string()).parse(tags.all(id));
    },
    /** Call within a transaction. @returns false when there is no such picture */
    setTags(id: ImageId, to: readonly string[]): boolean {
      const number = numberOf.get(id);
      if (number === undefined) return false;
      const each = [...new Set(to)];
      clearTags.run(number);
      for (const tag of each) addTag.run(tag, number);
      indexTags.run(each.join('\n'), number);
      return true;
    },
    /** Marks a planned picture ready and makes its words findable. Call within the transaction that tells the job. */
    finish(id: ImageId, file: FinishedFile, words: { prompt: string; negativePrompt: string; model: string }): boolean {
      const drawnFrom = JSON.stringify(file.drawnFrom);
      if (finish.run({ ...file, drawnFrom, id }).changes === 0) return false;
      index.run({ ...words, id });
      return true;
    },
    trashOfJob(job: JobId, at: string): void {
      trash.run({ job, at });
    },
    /** Brings back those that were trashed then; others were thrown away one by one, and stay so. */
    restoreOfJob(job: JobId, at: string): void {
      restore.run({ job, at });
    },
  };
}

function parse(row: z.infer<typeof Row>): Image {
  const { place, size_bytes, created_at, ...rest } = row;
  return Image.parse({ ...rest, index: place, sizeBytes: size_bytes, createdAt: created_at });
}

export function parseItem(raw: unknown): LibraryItem {
  const { task, imported, ...row } = ItemRow.parse(raw);
  const recipe = task === null ? null : recipeOfImage(task.recipe, row.place);
  return { image: parse(row), recipe, ...(imported === null ? {} : { imported }) };
}
