// What adopting pictures needs of the tables: which files are known, and a finished job for pictures whose own is lost.

import { z } from 'zod';
import type { JobId } from '../../shared/domain/ids.ts';
import type { JobTask } from '../../shared/domain/job.ts';
import type { Store } from './database.ts';

export function createAdoptionTable(store: Store) {
  const sql = store.database;
  const files = sql.prepare('SELECT file FROM images WHERE file IS NOT NULL').pluck();
  const insertJob = sql.prepare(
    `INSERT INTO jobs (id, door, state, request, task, stage, progress, position, created_at, started_at, finished_at)
     VALUES (@id, 'backup', 'completed', @task, @task, 'finished', 1,
       (SELECT coalesce(max(position), 0) + 1 FROM jobs), @at, @at, @at)`,
  );
  return {
    /** Paths below the library of all pictures that are recorded, those in the trash too. */
    knownFiles: (): Set<string> => new Set(z.array(z.string()).parse(files.all())),
    insertCompletedJob(job: { readonly id: JobId; readonly task: JobTask; readonly at: string }): void {
      insertJob.run({ ...job, task: JSON.stringify(job.task) });
    },
  };
}
