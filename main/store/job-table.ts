// The jobs table: rows in, parsed jobs out, and every move between states checked against the table of moves.

import { z } from 'zod';
import type { Image } from '../../shared/domain/image.ts';
import { allowedMoves, type Job, JobDoor, JobError, JobStage, JobState, JobTask } from '../../shared/domain/job.ts';
import { JobId } from '../../shared/domain/ids.ts';
import { Note } from '../../shared/domain/note.ts';
import { TesseraError } from '../../shared/errors.ts';
import { json } from './json-column.ts';
import type { Store } from './database.ts';

const Row = z.object({
  id: JobId,
  door: JobDoor,
  state: JobState,
  task: json(JobTask),
  stage: JobStage,
  progress: z.number(),
  attempt: z.int(),
  retries: z.int(),
  retry_limit: z.int(),
  retry_at: z.int().nullable(),
  error: json(JobError).nullable(),
  notes: json(z.array(Note)),
  save_latents: z.string().nullable(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  deleted_at: z.string().nullable(),
});

const LineRow = z.object({ id: JobId, task: json(JobTask), position: z.int() });
const CompletedRow = z.object({ task: json(JobTask), started_at: z.string(), finished_at: z.string() });

/** Imported pictures stand in rows that are no jobs: nothing is drawn in them. */
const drawn = "door != 'import'";

/** A job as stored, without its pictures. */
export type StoredJob = Omit<Job, 'images' | 'etaMs'> & {
  readonly saveLatents: string | null;
  readonly deletedAt: string | null;
};

export interface NewJob {
  readonly id: JobId;
  readonly door: JobDoor;
  readonly request: string;
  readonly task: JobTask;
  readonly saveLatents: string | null;
  readonly createdAt: string;
}

/** What may change together with a move; left out means left as it is. */
export interface JobChanges {
  readonly stage?: JobStage;
  readonly progress?: number;
  readonly attempt?: number;
  readonly error?: JobError | null;
  readonly startedAt?: string;
  readonly finishedAt?: string | null;
  /** Milliseconds since 1970 in `at`; left out, the job does not wait for a try and keeps its count. */
  readonly retries?: { readonly count: number; readonly limit: number; readonly at: number | null };
}

export type JobTable = ReturnType<typeof createJobTable>;

export function createJobTable(store: Store) {
  const sql = store.database;
  const insert = sql.prepare(
    `INSERT INTO jobs (id, door, state, request, task, stage, save_latents, position, created_at)
     VALUES (@id, @door, 'queued', @request, @task, 'waiting', @saveLatents, (SELECT coalesce(max(position), 0) + 1 FROM jobs), @createdAt)`,
  );
  const byId = sql.prepare(`SELECT * FROM jobs WHERE id = ? AND ${drawn}`);
  const requestOf = sql.prepare('SELECT request FROM jobs WHERE id = ?').pluck();
  const next = sql.prepare(
    `SELECT * FROM jobs WHERE state = 'queued' AND deleted_at IS NULL AND (retry_at IS NULL OR retry_at <= ?)
     ORDER BY position LIMIT 1`,
  );
  const waitingForRetry = sql.prepare(
    "SELECT * FROM jobs WHERE retry_at IS NOT NULL AND state = 'queued' AND deleted_at IS NULL ORDER BY retry_at",
  );
  const setRetryAt = sql.prepare("UPDATE jobs SET retry_at = @at WHERE id = @id AND state = 'queued'");
  const line = sql.prepare(
    "SELECT id, task, position FROM jobs WHERE state IN ('queued', 'paused') AND deleted_at IS NULL ORDER BY position",
  );
  const setPosition = sql.prepare('UPDATE jobs SET position = @position WHERE id = @id');
  const lastCompleted = sql.prepare(
    `SELECT task, started_at, finished_at FROM jobs
     WHERE deleted_at IS NULL AND state = 'completed' AND attempt = 1 AND retries = 0 AND started_at IS NOT NULL AND finished_at IS NOT NULL
     ORDER BY created_at DESC, id DESC LIMIT ?`,
  );
  const inState = sql.prepare('SELECT * FROM jobs WHERE state = ? ORDER BY position');
  const page = sql.prepare(
    `SELECT * FROM jobs
     WHERE deleted_at IS NULL AND ${drawn}
       AND (@states IS NULL OR state IN (SELECT value FROM json_each(@states)))
       AND (@beforeTime IS NULL OR (created_at, id) < (@beforeTime, @beforeId))
     ORDER BY created_at DESC, id DESC LIMIT @limit`,
  );
  const move = sql.prepare(
    `UPDATE jobs SET state = @to,
       stage = coalesce(@stage, stage), progress = coalesce(@progress, progress), attempt = coalesce(@attempt, attempt),
       error = CASE WHEN @setError THEN @error ELSE error END,
       started_at = coalesce(@startedAt, started_at),
       retries = coalesce(@retries, retries), retry_limit = coalesce(@retryLimit, retry_limit), retry_at = @retryAt,
       finished_at = CASE WHEN @setFinished THEN @finishedAt ELSE finished_at END
     WHERE id = @id AND state = @from`,
  );
  const setProgress = sql.prepare('UPDATE jobs SET progress = @progress, stage = @stage WHERE id = @id');
  const setNotes = sql.prepare('UPDATE jobs SET notes = @notes WHERE id = @id');
  const setDeleted = sql.prepare('UPDATE jobs SET deleted_at = @deletedAt WHERE id = @id');
  const counts = sql.prepare(
    `SELECT state, count(*) AS n FROM jobs WHERE deleted_at IS NULL AND ${drawn} GROUP BY state`,
  );

  return {
    insert(job: NewJob): void {
      insert.run({ ...job, task: JSON.stringify(job.task) });
    },
    find(id: JobId): StoredJob | null {
      const row = byId.get(id);
      return row === undefined ? null : parse(row);
    },
    request(id: JobId): string | null {
      return z
        .string()
        .nullable()
        .parse(requestOf.get(id) ?? null);
    },
    /** The first in line that need not wait for its next try at this time. */
    nextQueued(now: number): StoredJob | null {
      const row = next.get(now);
      return row === undefined ? null : parse(row);
    },
    /** What waits or is paused, the next one first. */
    line(): { readonly id: JobId; readonly task: JobTask; readonly position: number }[] {
      return line.all().map((row) => LineRow.parse(row));
    },
    /** Call within a transaction. @param ids all of the line, in its new order */
    reorder(ids: readonly JobId[]): void {
      const positions = this.line().map(({ position }) => position);
      ids.forEach((id, at) => setPosition.run({ id, position: positions[at] }));
    },
    /** Jobs that went through at the first try, the newest first. */
    lastCompleted(limit: number): { readonly task: JobTask; readonly tookMs: number }[] {
      return lastCompleted.all(limit).map((row) => {
        const { task, started_at, finished_at } = CompletedRow.parse(row);
        return { task, tookMs: Math.max(0, Date.parse(finished_at) - Date.parse(started_at)) };
      });
    },
    /** Failed jobs that are tried again, the next one first. */
    waitingForRetry(): StoredJob[] {
      return waitingForRetry.all().map(parse);
    },
    /** @param at milliseconds since 1970; null for at once */
    setRetryAt(id: JobId, at: number | null): void {
      setRetryAt.run({ id, at });
    },
    inState(state: JobState): StoredJob[] {
      return inState.all(state).map(parse);
    },
    page(options: {
      readonly states: readonly JobState[] | null;
      readonly before: { readonly time: string; readonly id: string } | null;
      readonly limit: number;
    }): StoredJob[] {
      return page
        .all({
          states: options.states === null ? null : JSON.stringify(options.states),
          beforeTime: options.before?.time ?? null,
          beforeId: options.before?.id ?? null,
          limit: options.limit,
        })
        .map(parse);
    },
    /** @throws JOB_MOVE_FORBIDDEN when the table of moves has no such move from the state the job is in */
    move(id: JobId, to: JobState, changes: JobChanges = {}): void {
      const row = byId.get(id);
      if (row === undefined) throw jobNotFound(id);
      const from = parse(row).state;
      if (!allowedMoves[from].includes(to)) {
        throw new TesseraError('JOB_MOVE_FORBIDDEN', `This job is ${from} and cannot become ${to}.`, {
          details: { id, from, to },
        });
      }
      move.run({
        id,
        from,
        to,
        stage: changes.stage ?? null,
        progress: changes.progress ?? null,
        attempt: changes.attempt ?? null,
        setError: changes.error === undefined ? 0 : 1,
        error: changes.error ? JSON.stringify(changes.error) : null,
        startedAt: changes.startedAt ?? null,
        setFinished: changes.finishedAt === undefined ? 0 : 1,
        finishedAt: changes.finishedAt ?? null,
        retries: changes.retries?.count ?? null,
        retryLimit: changes.retries?.limit ?? null,
        retryAt: changes.retries?.at ?? null,
      });
    },
    setProgress(id: JobId, progress: number, stage: JobStage): void {
      setProgress.run({ id, progress, stage });
    },
    setNotes(id: JobId, notes: readonly Note[]): void {
      setNotes.run({ id, notes: JSON.stringify(notes) });
    },
    setDeleted(id: JobId, deletedAt: string | null): void {
      setDeleted.run({ id, deletedAt });
    },
    countByState(): Readonly<Partial<Record<JobState, number>>> {
      const rows = z.array(z.object({ state: JobState, n: z.int() })).parse(counts.all());
      return Object.fromEntries(rows.map((row) => [row.state, row.n]));
    },
  };
}

export function jobNotFound(id: string): TesseraError {
  return new TesseraError('JOB_NOT_FOUND', `There is no job ${id}. It may have been deleted.`, { details: { id } });
}

/** Puts a stored job, its pictures and the live estimate together into what the contract shows. */
export function toJob(stored: StoredJob, images: readonly Image[], etaMs: number | null): Job {
  const { saveLatents: _saveLatents, deletedAt: _deletedAt, ...job } = stored;
  return { ...job, etaMs, images: [...images] };
}

function parse(raw: unknown): StoredJob {
  const { save_latents, created_at, started_at, finished_at, deleted_at, retries, retry_limit, retry_at, ...row } =
    Row.parse(raw);
  const nextAt = retry_at === null ? null : new Date(retry_at).toISOString();
  return {
    ...row,
    retries: { count: retries, limit: retry_limit, nextAt },
    saveLatents: save_latents,
    createdAt: created_at,
    startedAt: started_at,
    finishedAt: finished_at,
    deletedAt: deleted_at,
  };
}
