// Imports and the pictures they brought: each import has a row among the jobs, to which its pictures belong.

import { z } from 'zod';
import type { ImageId } from '../../shared/domain/ids.ts';
import type { ImportedPicture } from '../../shared/domain/image.ts';
import { ImportId, ImportState, RefusedFile } from '../../shared/domain/import.ts';
import type { Store } from './database.ts';
import { json } from './json-column.ts';

const Row = z.object({
  id: ImportId,
  folder: z.string(),
  state: ImportState,
  refused: json(z.array(RefusedFile)),
  refused_count: z.int(),
  found: z.int(),
  taken: z.int(),
  known: z.int(),
  created_at: z.string(),
});
const Known = z.object({ job: z.string() });

/** An import as stored: `refused` holds the first of its refusals, `folder` the whole path. */
export type StoredImport = Omit<z.infer<typeof Row>, 'created_at' | 'refused_count'> & {
  readonly refusedCount: number;
  readonly createdAt: string;
};

export interface PictureToImport {
  readonly id: ImageId;
  readonly job: ImportId;
  readonly place: number;
  readonly file: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly createdAt: string;
  readonly model: string;
  readonly negativePrompt: string;
  readonly imported: ImportedPicture;
}

export type ImportTable = ReturnType<typeof createImportTable>;

export function createImportTable({ database: sql }: Store) {
  const insertJob = sql.prepare(
    `INSERT INTO jobs (id, door, state, request, task, stage, progress, position, created_at)
     VALUES (@id, 'import', 'completed', 'null', 'null', 'finished', 1, 0, @createdAt)`,
  );
  const insert = sql.prepare(
    "INSERT INTO imports (id, folder, state, created_at) VALUES (@id, @folder, 'running', @createdAt)",
  );
  const save = sql.prepare(
    `UPDATE imports SET state = @state, found = @found, taken = @taken, known = @known, refused = @refused,
       refused_count = @refusedCount,
       finished_at = @finishedAt WHERE id = @id`,
  );
  const last = sql.prepare('SELECT * FROM imports ORDER BY created_at DESC, id DESC LIMIT ?');
  const running = sql.prepare("SELECT * FROM imports WHERE state = 'running' ORDER BY created_at");
  const bySha256 = sql.prepare("SELECT job FROM images WHERE sha256 = ? AND state != 'planned' LIMIT 1");
  const insertPicture = sql.prepare(
    `INSERT INTO images (id, job, place, kind, state, parent, seed, width, height, file, size_bytes, sha256, created_at, model, imported)
     VALUES (@id, @job, @place, 'import', 'ready', NULL, @seed, @width, @height, @file, @sizeBytes, @sha256, @createdAt, @model, @imported)`,
  );
  const nextPlace = sql.prepare('SELECT coalesce(max(place), -1) + 1 FROM images WHERE job = ?').pluck();
  const index = sql.prepare(
    `INSERT INTO library_words (rowid, prompt, negative_prompt, model, tags)
     SELECT number, @prompt, @negativePrompt, @model, '' FROM images WHERE id = @id`,
  );

  return {
    /** Call within a transaction. */
    insert(one: { readonly id: ImportId; readonly folder: string; readonly createdAt: string }): void {
      insertJob.run({ id: one.id, createdAt: one.createdAt });
      insert.run(one);
    },
    save(one: StoredImport & { readonly finishedAt: string | null }): void {
      const { id, state, found, taken, known, refusedCount, finishedAt } = one;
      save.run({ id, state, found, taken, known, refusedCount, finishedAt, refused: JSON.stringify(one.refused) });
    },
    last(limit: number): StoredImport[] {
      return last.all(limit).map(parse);
    },
    /** Those that an app left before their end. */
    running(): StoredImport[] {
      return running.all().map(parse);
    },
    /** The job or import of a picture with these bytes; null when the library has none. */
    ownerOf(sha256: string): string | null {
      const row = bySha256.get(sha256);
      return row === undefined ? null : Known.parse(row).job;
    },
    nextPlace: (id: ImportId): number => z.int().parse(nextPlace.get(id)),
    /** Call within a transaction. A picture is found by its prompt, or by the name of its file when it has none. */
    insertPicture(picture: PictureToImport): void {
      const { negativePrompt, imported, ...columns } = picture;
      insertPicture.run({ ...columns, imported: JSON.stringify(imported) });
      const prompt = imported.prompt ?? imported.name;
      index.run({ id: picture.id, prompt, negativePrompt, model: picture.model });
    },
  };
}

function parse(raw: unknown): StoredImport {
  const { created_at, refused_count, ...row } = Row.parse(raw);
  return { ...row, refusedCount: refused_count, createdAt: created_at };
}
