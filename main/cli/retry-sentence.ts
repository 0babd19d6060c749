// Says how often a job was tried again, and when the next time is.

import type { Job } from '../../shared/domain/job.ts';

export function retrySentence({ count, limit, nextAt }: Job['retries']): string {
  return nextAt === null
    ? `Tried again ${count} of ${limit} times.`
    : `It is tried again at ${nextAt} (${count} of ${limit}).`;
}
