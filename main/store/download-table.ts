// The downloads that were begun and are not done: what was agreed to, and where each stands.

import { z } from 'zod';
import { Download } from '../../shared/domain/download.ts';
import { ModelId } from '../../shared/domain/ids.ts';
import { json } from './json-column.ts';
import type { Store } from './database.ts';

/** How a file is known to be the right one: by SHA-256, or as git names it, which is SHA-1 over its length and bytes. */
const Digest = z.strictObject({ kind: z.enum(['sha256', 'git']), hex: z.string() });
export type Digest = z.infer<typeof Digest>;

const PlannedFile = z.strictObject({
  /** Below the model's folder. */
  path: z.string(),
  sizeBytes: z.int().nonnegative(),
  digest: Digest,
  /** The same file at each host, the first one first. */
  urls: z.array(z.string()),
});
export type PlannedFile = z.infer<typeof PlannedFile>;

const Row = z.object({
  id: ModelId,
  entry: json(z.strictObject({ files: z.array(PlannedFile) })),
  state: Download.shape.state,
  error: json(Download.shape.error.unwrap()).nullable(),
});

export interface StoredDownload {
  readonly id: ModelId;
  readonly files: readonly PlannedFile[];
  readonly state: Download['state'];
  readonly error: Download['error'];
}

export type DownloadTable = ReturnType<typeof createDownloadTable>;

export function createDownloadTable(store: Store) {
  const sql = store.database;
  const insert = sql.prepare(
    "INSERT INTO downloads (id, entry, state, created_at) VALUES (@id, @entry, 'running', @createdAt)",
  );
  const move = sql.prepare('UPDATE downloads SET state = @state, error = @error WHERE id = @id');
  const remove = sql.prepare('DELETE FROM downloads WHERE id = ?');
  const all = sql.prepare('SELECT id, entry, state, error FROM downloads ORDER BY created_at, id');
  return {
    insert(id: ModelId, files: readonly PlannedFile[], createdAt: string): void {
      insert.run({ id, entry: JSON.stringify({ files }), createdAt });
    },
    move(id: ModelId, state: Download['state'], error: Download['error'] = null): void {
      move.run({ id, state, error: error === null ? null : JSON.stringify(error) });
    },
    remove(id: ModelId): void {
      remove.run(id);
    },
    all(): StoredDownload[] {
      return all.all().map((raw) => {
        const { id, entry, state, error } = Row.parse(raw);
        return { id, files: entry.files, state, error };
      });
    },
  };
}
