// What can be done with the line of jobs that wait: look at it, reorder it, pause all of it or one job of it.

import type { QueueState } from '../../shared/contract/queue.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import type { Job } from '../../shared/domain/job.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { Logger } from '../logging/logger.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import { jobNotFound, type JobTable, toJob } from '../store/job-table.ts';
import type { JobQueue } from './job-queue.ts';
import type { QueuePause } from './queue-pause.ts';
import { estimateFrom } from './queue-estimate.ts';

/** Enough to even out a busy moment, few enough to follow a change of the machine. */
const pastJobsAsked = 100;

export interface QueueService {
  get(): QueueState;
  /** Resolves once the running job has stopped, where one ran. */
  setPaused(paused: boolean): Promise<QueueState>;
  /** @throws JOB_MOVE_FORBIDDEN when either does not wait */
  move(id: JobId, before: JobId | null): QueueState;
  /** @throws JOB_MOVE_FORBIDDEN when it has ended */
  pauseJob(id: JobId): Promise<Job>;
  /** @throws JOB_MOVE_FORBIDDEN when it is not paused */
  resumeJob(id: JobId): Job;
}

export function createQueueService(options: {
  readonly store: Store;
  readonly jobs: JobTable;
  readonly images: ImageTable;
  readonly queue: JobQueue;
  readonly pause: QueuePause;
  readonly events: EventHub;
  readonly logger: Logger;
}): QueueService {
  const { store, jobs, images, queue, pause, events, logger } = options;

  function get(): QueueState {
    const expected = estimateFrom(jobs.lastCompleted(pastJobsAsked));
    return {
      paused: pause.isPaused(),
      line: jobs.line().map(({ id, task }) => ({ id, expectedMs: expected(task) })),
    };
  }

  function announced(): QueueState {
    const state = get();
    events.announce('queue.changed', state);
    return state;
  }

  function job(id: JobId): Job {
    const stored = jobs.find(id);
    if (stored === null) throw jobNotFound(id);
    return toJob(stored, images.ofJob(id), queue.etaMs(id));
  }

  function changed(id: JobId, line: string): Job {
    logger.job(id, line);
    const now = job(id);
    events.announce('job.changed', now);
    queue.wake();
    return now;
  }

  return {
    get,
    async setPaused(paused) {
      if (pause.isPaused() !== paused) {
        pause.set(paused);
        logger.line(paused ? 'queue: paused' : 'queue: goes on');
        if (paused) await queue.holdRunning();
        else queue.wake();
      }
      return announced();
    },
    move(id, before) {
      store.transaction('queue.move', () => {
        const line = jobs.line();
        const order = line.map((entry) => entry.id).filter((other) => other !== id);
        if (order.length === line.length) throw notInLine(id);
        const at = before === null ? order.length : order.indexOf(before);
        if (at < 0 && before !== null && before !== id) throw notInLine(before);
        if (before !== id) jobs.reorder([...order.slice(0, at), id, ...order.slice(at)]);
      });
      return announced();
    },
    async pauseJob(id) {
      if (job(id).state === 'running') {
        await queue.pauseRunning(id);
        // It is paused now, or ended by itself meanwhile; either way nothing is left to do.
        return job(id);
      }
      jobs.move(id, 'paused', { stage: 'waiting' });
      return changed(id, 'paused');
    },
    resumeJob(id) {
      const { state } = job(id);
      if (state !== 'paused') {
        throw new TesseraError('JOB_MOVE_FORBIDDEN', `This job is ${state}, not paused.`, { details: { id } });
      }
      jobs.move(id, 'queued', { stage: 'waiting' });
      return changed(id, 'goes on');
    },
  };
}

function notInLine(id: JobId): TesseraError {
  return new TesseraError('JOB_MOVE_FORBIDDEN', 'This job does not wait in the queue, so it has no place there.', {
    details: { id },
  });
}
