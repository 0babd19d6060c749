// Wakes the queue when a job that failed is due again, also when the machine's clock was moved meanwhile.

import type { JobTable } from '../store/job-table.ts';
import { type RetryPolicy, retryDelayMs } from './retry-policy.ts';

/** A timer does not notice that the clock was set; looking this often bounds what that can cost. */
const longestSleepMs = 30_000;

export interface RetryClock {
  /** Sets the timer for the first job that waits; cheap, call it whenever something changed. */
  arm(): void;
  stop(): void;
}

export function createRetryClock(options: {
  readonly jobs: Pick<JobTable, 'waitingForRetry' | 'setRetryAt'>;
  readonly policy: () => RetryPolicy;
  readonly clock: () => number;
  readonly onDue: () => void;
}): RetryClock {
  const { jobs, clock } = options;
  let timer: NodeJS.Timeout | undefined;
  return {
    arm() {
      clearTimeout(timer);
      const waiting = jobs.waitingForRetry();
      if (waiting.length === 0) return;
      const now = clock();
      const policy = options.policy();
      const times = waiting.map((job) => {
        const due = Date.parse(job.retries.nextAt ?? '');
        // Further away than its whole wait: the clock was set back, or the wait was made shorter in Settings.
        const latest = now + retryDelayMs(policy, job.retries.count);
        if (due <= latest) return due;
        jobs.setRetryAt(job.id, latest);
        return latest;
      });
      timer = setTimeout(options.onDue, Math.min(longestSleepMs, Math.max(1, Math.min(...times) - now)));
    },
    stop: () => clearTimeout(timer),
  };
}
