// What a dialect remembers of a job: the words it was asked for in, and how it ended by the dialect's own rules.

import { z } from 'zod';
import { JobId } from '../../shared/domain/ids.ts';
import type { Store } from './database.ts';
import { json } from './json-column.ts';

const Row = z.object({
  id: JobId,
  dialect: z.string(),
  request: json(z.record(z.string(), z.unknown())),
  state: z.enum(['open', 'completed', 'error']),
  error: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  completed_at: z.string().nullable(),
});

export interface DialectJob {
  readonly id: JobId;
  readonly request: Readonly<Record<string, unknown>>;
  /** `open` until the dialect has nothing left to do for it. */
  readonly state: 'open' | 'completed' | 'error';
  readonly error: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly completedAt: string | null;
}

export interface DialectJobs {
  /** @returns false when the id is known already; nothing is changed then */
  add(job: { readonly id: JobId; readonly dialect: string; readonly request: object; readonly at: string }): boolean;
  find(dialect: string, id: JobId): DialectJob | null;
  open(dialect: string): DialectJob[];
  touch(id: JobId, at: string): void;
  end(
    id: JobId,
    how: { readonly state: 'completed' | 'error'; readonly error: string | null; readonly at: string },
  ): void;
  /** Forgets a job that never came to be. */
  remove(id: JobId): void;
  /** Whether the job of this id lies in the trash. */
  isTrashed(id: JobId): boolean;
}

export function createDialectJobTable(store: Store): DialectJobs {
  const sql = store.database;
  const insert = sql.prepare(
    `INSERT OR IGNORE INTO dialect_jobs (id, dialect, request, created_at, updated_at) VALUES (@id, @dialect, @request, @at, @at)`,
  );
  const byId = sql.prepare('SELECT * FROM dialect_jobs WHERE dialect = ? AND id = ?');
  const stillOpen = sql.prepare("SELECT * FROM dialect_jobs WHERE dialect = ? AND state = 'open' ORDER BY created_at");
  const touch = sql.prepare("UPDATE dialect_jobs SET updated_at = @at WHERE id = @id AND state = 'open'");
  const end = sql.prepare(
    `UPDATE dialect_jobs SET state = @state, error = @error, updated_at = @at,
       completed_at = CASE WHEN @state = 'completed' THEN @at ELSE NULL END
     WHERE id = @id AND state = 'open'`,
  );
  const remove = sql.prepare('DELETE FROM dialect_jobs WHERE id = ?');
  const trashed = sql.prepare('SELECT 1 FROM jobs WHERE id = ? AND deleted_at IS NOT NULL');
  return {
    add: ({ id, dialect, request, at }) =>
      insert.run({ id, dialect, request: JSON.stringify(request), at }).changes === 1,
    find(dialect, id) {
      const row = byId.get(dialect, id);
      return row === undefined ? null : parse(row);
    },
    open: (dialect) => stillOpen.all(dialect).map(parse),
    touch: (id, at) => void touch.run({ id, at }),
    end: (id, how) => void end.run({ id, ...how }),
    remove: (id) => void remove.run(id),
    isTrashed: (id) => trashed.get(id) !== undefined,
  };
}

function parse(raw: unknown): DialectJob {
  const { dialect: _dialect, created_at, updated_at, completed_at, ...row } = Row.parse(raw);
  return { ...row, createdAt: created_at, updatedAt: updated_at, completedAt: completed_at };
}
