// What the studio holds and does, counted now.

import type { CallOutput } from '../shared/contract/index.ts';
import { z } from 'zod';
import type { Store } from './store/database.ts';

const Counts = z.object({
  projects: z.int(),
  shots: z.int(),
  activeJobs: z.int(),
  queuedJobs: z.int(),
  failedJobs: z.int(),
  completedToday: z.int(),
  images: z.int(),
  storageBytes: z.int(),
});

/** Today by UTC, as every time of the API is. */
export function statistics(store: Store, clock: () => number): CallOutput<'system.stats'> {
  const today = new Date(clock()).toISOString().slice(0, 10);
  const row = store.database
    .prepare(
      `SELECT
         (SELECT count(*) FROM projects) AS projects,
         (SELECT count(*) FROM shots) AS shots,
         (SELECT count(*) FROM jobs WHERE deleted_at IS NULL AND state IN ('queued', 'running', 'paused')) AS activeJobs,
         (SELECT count(*) FROM jobs WHERE deleted_at IS NULL AND state = 'queued') AS queuedJobs,
         (SELECT count(*) FROM jobs WHERE deleted_at IS NULL AND state = 'failed') AS failedJobs,
         (SELECT count(*) FROM jobs WHERE state = 'completed' AND finished_at >= ?) AS completedToday,
         (SELECT count(*) FROM images WHERE state = 'ready') AS images,
         (SELECT coalesce(sum(size_bytes), 0) FROM images WHERE state IN ('ready', 'trashed')) AS storageBytes`,
    )
    .get(today);
  return Counts.parse(row);
}
