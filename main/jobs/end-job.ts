// How a try of a job ends: completed, stopped by somebody, broken off by a crash, failed for good or until its next try.

import type { JobId } from '../../shared/domain/ids.ts';
import type { Note } from '../../shared/domain/note.ts';
import { TesseraError, toEnvelope } from '../../shared/errors.ts';
import type { ImageFiles } from '../library/image-files.ts';
import type { Logger } from '../logging/logger.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import type { JobChanges, JobTable, StoredJob } from '../store/job-table.ts';
import type { JobWitness } from './job-witness.ts';
import { nextRetry, type RetryPolicy } from './retry-policy.ts';
import type { Running } from './running-job.ts';

/** A try whose engine host died this often has failed: the fault is then in the job, not in the moment. */
const maxAttempts = 3;

export interface JobEndings {
  completed(id: JobId): void;
  /** @param attempt.error what ended it */
  brokenOff(job: StoredJob, attempt: { readonly number: number; readonly run: Running; readonly error: unknown }): void;
  /** The app goes away, which is not the job's fault: the attempt is given back. */
  givenBack(job: StoredJob, attempt: number): void;
}

export function createJobEndings(options: {
  readonly store: Store;
  readonly jobs: JobTable;
  readonly images: ImageTable;
  readonly files: ImageFiles;
  readonly witness: JobWitness;
  readonly logger: Logger;
  readonly clock: () => number;
  readonly retryPolicy: () => RetryPolicy;
  readonly addNote: (id: JobId, note: Note) => void;
}): JobEndings {
  const { store, jobs, logger, witness } = options;

  function end(id: JobId, state: 'completed' | 'failed' | 'cancelled', changes: JobChanges): void {
    store.transaction('jobs.end', () => {
      const finishedAt = new Date(options.clock()).toISOString();
      jobs.move(id, state, { ...changes, stage: 'finished', finishedAt });
      const ended = jobs.find(id);
      if (ended !== null) witness.ended(ended);
    });
  }

  function stopped(job: StoredJob, run: Running, attempt: number): void {
    if (run.stopped === 'cancel') {
      end(job.id, 'cancelled', {});
      options.files.forgetUnfinished(options.images.ofJob(job.id).map((image) => image.id));
      logger.job(job.id, 'cancelled');
      return;
    }
    const to = run.stopped === 'pause' ? 'paused' : 'queued';
    jobs.move(job.id, to, { stage: 'waiting', attempt: attempt - 1, progress: run.progress });
    logger.job(job.id, 'stopped after its step; it goes on from there');
  }

  return {
    completed(id) {
      end(id, 'completed', { progress: 1, error: null });
      logger.job(id, 'completed');
    },
    givenBack(job, attempt) {
      jobs.move(job.id, 'queued', { stage: 'waiting', attempt: attempt - 1 });
    },
    brokenOff(job, { number: attempt, run, error }) {
      const code = error instanceof TesseraError ? error.code : 'INTERNAL';
      if (code === 'CANCELLED') return stopped(job, run, attempt);
      logger.job(
        job.id,
        `attempt ${attempt} ended with ${code}: ${error instanceof Error ? error.message : String(error)}`,
      );
      if (code === 'INTERNAL' && error instanceof Error) logger.line(error.stack ?? error.message);
      if (code === 'ENGINE_CRASHED' && attempt < maxAttempts) {
        jobs.move(job.id, 'queued', { stage: 'waiting', attempt });
        options.addNote(job.id, {
          code: 'RESUMED',
          message: 'The engine stopped unexpectedly and was started again; the job went on by itself.',
          values: { attempt: String(attempt) },
        });
        return;
      }
      const failure = { ...toEnvelope(error) };
      const retries = job.retries.count;
      const retry = nextRetry({ policy: options.retryPolicy(), code, retries, now: options.clock() });
      if (retry === null) return end(job.id, 'failed', { error: failure });
      jobs.move(job.id, 'queued', { stage: 'waiting', attempt: 0, error: failure, retries: retry });
      logger.job(job.id, `tried again at ${new Date(retry.at).toISOString()}, ${retry.count} of ${retry.limit}`);
    },
  };
}
