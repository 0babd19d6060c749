// What a dialect's error field says of a job: why it failed, and when it is tried again if it is.

import type { Job } from '../../../shared/domain/job.ts';

export function failureSentence({ state, error, retries }: Job): string | null {
  if (state === 'cancelled') return 'The job was cancelled.';
  if (error === null || retries.nextAt === null) return error?.message ?? null;
  return `${error.message} It is tried again at ${retries.nextAt} (${retries.count} of ${retries.limit}).`;
}
