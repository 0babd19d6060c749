// What can be done with jobs: submit, look, cancel, retry, delete, restore. The queue does the working.

import type { ImageId, JobId, ModelId, SourceId, StyleId } from '../../shared/domain/ids.ts';
import { JobId as JobIdSchema } from '../../shared/domain/ids.ts';
import { isFinished, type Job, type JobDoor, type JobState } from '../../shared/domain/job.ts';
import type { LibraryItem } from '../../shared/domain/image.ts';
import type { Model } from '../../shared/domain/model.ts';
import type { GenerationRequest } from '../../shared/domain/recipe.ts';
import type { Style } from '../../shared/domain/style.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { Logger } from '../logging/logger.ts';
import type { ImageFiles } from '../library/image-files.ts';
import { decodeCursor, encodeCursor } from '../page-cursor.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import { jobNotFound, type JobTable, toJob } from '../store/job-table.ts';
import type { JobQueue } from './job-queue.ts';
import type { JobWitness } from './job-witness.ts';
import type { LoraService } from '../loras/lora-service.ts';
import type { UpscalerService } from '../upscalers/upscaler-service.ts';
import { planJob } from './plan-job.ts';

export interface JobService {
  submit(options: {
    readonly request: GenerationRequest;
    readonly id: JobId | undefined;
    readonly saveLatents: string | undefined;
    readonly door: JobDoor;
  }): Job;
  get(id: JobId): Job;
  list(options: {
    readonly states: readonly JobState[] | undefined;
    readonly limit: number;
    readonly cursor: string | null;
  }): {
    jobs: Job[];
    nextCursor: string | null;
  };
  cancel(id: JobId): Promise<Job>;
  /** Queues a failed job again; one that waits for its next try is tried at once. @throws JOB_MOVE_FORBIDDEN */
  retry(id: JobId): Job;
  /** Ends a job that waits for its next try as failed. @throws JOB_MOVE_FORBIDDEN when it does not */
  stopRetrying(id: JobId): Job;
  delete(id: JobId): Promise<void>;
  restore(id: JobId): Job;
}

export function createJobService(options: {
  readonly store: Store;
  readonly jobs: JobTable;
  readonly images: ImageTable;
  readonly queue: JobQueue;
  readonly witness: JobWitness;
  readonly events: EventHub;
  readonly logger: Logger;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly randomSeed: () => number;
  readonly model: (id: ModelId | undefined) => Model;
  readonly style: (id: StyleId) => Style;
  readonly excludedSets: (model: ModelId) => readonly string[];
  readonly picture: (id: ImageId) => LibraryItem;
  readonly source: (id: SourceId) => unknown;
  readonly origin: (id: SourceId) => ImageId | null;
  readonly wildcard: (name: string) => readonly string[] | null;
  /** Whether a job that ended may be queued again. @throws CREDITS_INSUFFICIENT */
  readonly assertCovered: (id: JobId) => void;
  readonly forgetUnfinished: ImageFiles['forgetUnfinished'];
  readonly upscaler: UpscalerService['choose'];
  readonly lora: LoraService['find'];
}): JobService {
  const { store, jobs, images, queue, events, logger } = options;
  const now = (): string => new Date(options.clock()).toISOString();

  function get(id: JobId): Job {
    const stored = jobs.find(id);
    if (stored === null) throw jobNotFound(id);
    return toJob(stored, images.ofJob(id), queue.etaMs(id));
  }

  function announced(id: JobId): Job {
    const job = get(id);
    events.announce('job.changed', job);
    return job;
  }

  function ended(id: JobId, state: 'cancelled' | 'failed', line: string): Job {
    store.transaction(`jobs.${state}`, () => {
      jobs.move(id, state, { finishedAt: now(), stage: 'finished' });
      const stored = jobs.find(id);
      if (stored !== null) options.witness.ended(stored);
    });
    logger.job(id, line);
    return announced(id);
  }

  return {
    get,
    submit({ request, id: givenId, saveLatents, door }) {
      const asked = JSON.stringify(request);
      if (givenId !== undefined) {
        const known = jobs.request(givenId);
        if (known === asked) return get(givenId);
        if (known !== null) {
          throw new TesseraError(
            'JOB_ID_TAKEN',
            `The id ${givenId} belongs to a job with another request. Choose a new id.`,
            {
              details: { field: 'id' },
            },
          );
        }
      }
      const id = givenId ?? JobIdSchema.parse(options.newId());
      const createdAt = now();
      const plan = planJob({ id, request, createdAt, sources: options });
      store.transaction('jobs.submit', () => {
        jobs.insert({ id, door, request: asked, task: plan.task, saveLatents: saveLatents ?? null, createdAt });
        for (const image of plan.images) images.insertPlanned(image);
      });
      logger.job(
        id,
        `queued by ${door}: ${plan.task.kind}, ${plan.images.length} picture(s), model ${plan.task.recipe.model}`,
      );
      const job = announced(id);
      queue.wake();
      return job;
    },
    list({ states, limit, cursor }) {
      const stored = jobs.page({ states: states ?? null, before: decodeCursor(cursor), limit: limit + 1 });
      const page = stored.slice(0, limit);
      const last = page.at(-1);
      const more = stored.length > limit && last !== undefined;
      return {
        jobs: page.map((job) => toJob(job, images.ofJob(job.id), queue.etaMs(job.id))),
        nextCursor: more ? encodeCursor({ time: last.createdAt, id: last.id }) : null,
      };
    },
    async cancel(id) {
      const job = get(id);
      if (job.state === 'running') await queue.cancelRunning(id);
      // Between the look above and now the job may have finished by itself; then there is nothing left to stop.
      const after = get(id);
      if (isFinished(after.state)) return after;
      options.forgetUnfinished(after.images.map((image) => image.id));
      return ended(id, 'cancelled', 'cancelled while waiting');
    },
    retry(id) {
      if (get(id).retries.nextAt === null) {
        options.assertCovered(id);
        const retries = { count: 0, limit: 0, at: null };
        jobs.move(id, 'queued', { stage: 'waiting', progress: 0, attempt: 0, error: null, finishedAt: null, retries });
      } else {
        jobs.setRetryAt(id, null);
      }
      logger.job(id, 'queued again on request');
      const job = announced(id);
      queue.wake();
      return job;
    },
    stopRetrying(id) {
      if (get(id).retries.nextAt === null) {
        throw new TesseraError('JOB_MOVE_FORBIDDEN', 'This job does not wait to be tried again.', { details: { id } });
      }
      return ended(id, 'failed', 'given up on request');
    },
    async delete(id) {
      if (!isFinished(get(id).state)) await this.cancel(id);
      const at = now();
      store.transaction('jobs.delete', () => {
        images.trashOfJob(id, at);
        jobs.setDeleted(id, at);
      });
      logger.job(id, 'moved to the trash');
      events.announce('job.deleted', { id });
    },
    restore(id) {
      store.transaction('jobs.restore', () => {
        const stored = jobs.find(id);
        // A job whose pictures were all purged has nothing left to bring back.
        if (stored === null || images.ofJob(id).length === 0) throw jobNotFound(id);
        if (stored.deletedAt === null) return;
        images.restoreOfJob(id, stored.deletedAt);
        jobs.setDeleted(id, null);
      });
      logger.job(id, 'restored from the trash');
      return announced(id);
    },
  };
}
