// When what waits will be done: the running job's own estimate, then what such jobs took on this machine before.

import type { QueueState } from '../../../shared/contract/queue.ts';
import type { JobId } from '../../../shared/domain/ids.ts';
import type { Job } from '../../../shared/domain/job.ts';

export interface TimeUntil {
  /** Milliseconds until each of the waiting jobs is done; those are missing of which it is not known. */
  readonly each: ReadonlyMap<JobId, number>;
  /** Until the last one is; null while it is not known of all of them. */
  readonly all: number | null;
}

/** A job that is paused, or waits to be tried again, lets the others go first and is left out. */
export function timeUntil({
  running,
  waiting,
  expected,
}: {
  readonly running: readonly Job[];
  readonly waiting: readonly Job[];
  readonly expected: Readonly<QueueState['line']>;
}): TimeUntil {
  const expectedOf = new Map(expected.map(({ id, expectedMs }) => [id, expectedMs]));
  const each = new Map<JobId, number>();
  let sum: number | null = 0;
  for (const job of running) sum = plus(sum, job.etaMs);
  for (const job of waiting) {
    if (job.state === 'paused' || job.retries.nextAt !== null) continue;
    sum = plus(sum, expectedOf.get(job.id) ?? null);
    if (sum !== null) each.set(job.id, sum);
  }
  return { each, all: each.size === 0 ? null : sum };
}

function plus(sum: number | null, more: number | null): number | null {
  return sum === null || more === null ? null : sum + more;
}
