// Writes into the outbox what is to be told of a job, in the transaction of what it tells of; nothing while sync is off.

import type { ImageId } from '../../shared/domain/ids.ts';
import type { SyncSettings } from '../../shared/domain/sync.ts';
import type { JobWitness } from '../jobs/job-witness.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import type { StoredJob } from '../store/job-table.ts';
import type { NewItem, OutboxTable } from '../store/outbox-table.ts';
import { publicUrl } from './s3-address.ts';
import { picturePayload } from './picture-payload.ts';
import {
  completedMessage,
  failedMessage,
  type Milestone,
  milestones,
  progressMessage,
  publishedPath,
} from './webhook-message.ts';

/** The drawing itself is between these two shares of a job's progress; see `milestones`. */
const halfDrawn = 0.5;
const lastSaved = 0.9;

export function createOutboxRecorder(options: {
  readonly store: Store;
  readonly outbox: OutboxTable;
  readonly images: ImageTable;
  readonly settings: () => SyncSettings;
  readonly clock: () => number;
  readonly version: string;
  /** Told after something was written; it may not be committed yet. */
  readonly onWritten: () => void;
}): JobWitness {
  const { outbox, images } = options;
  const now = (): string => new Date(options.clock()).toISOString();
  // How many milestones of the running job were told: progress comes many times a second, the database is asked thrice.
  let told: { readonly job: string; count: number } = { job: '', count: 0 };

  function write(item: Omit<NewItem, 'createdAt'>): void {
    if (outbox.insert({ ...item, createdAt: now() })) options.onWritten();
  }

  function reach(job: StoredJob, count: number): void {
    const settings = options.settings();
    if (!settings.enabled || settings.webhook.url === null || !settings.webhook.progress) return;
    if (told.job !== job.id) told = { job: job.id, count: 0 };
    const passed: readonly Milestone[] = milestones.slice(told.count, count);
    if (passed.length === 0) return;
    told.count = count;
    options.store.transaction('outbox.progress', () => {
      for (const milestone of passed) {
        write({
          // Without the attempt: a job that starts again after a crash never goes back in a receiver's eyes.
          id: `${job.id}:progress:${milestone.percent}`,
          job: job.id,
          image: null,
          kind: 'progress',
          destination: 'webhook',
          payload: progressMessage({ job: job.id, milestone, environment: settings.environment, timestamp: now() }),
        });
      }
    });
  }

  return {
    progressed(job, stage, progress) {
      if (stage === 'waiting' || stage === 'finished') return;
      reach(job, progress >= lastSaved ? 3 : progress >= halfDrawn ? 2 : 1);
    },
    pictureStored(job, id) {
      const settings = options.settings();
      if (!settings.enabled) return;
      if (settings.s3.bucket !== null) writePicture(job, id);
      const all = images.ofJob(job.id);
      if (all.every((image) => image.state !== 'planned')) reach(job, milestones.length);
    },
    ended(job) {
      const settings = options.settings();
      if (!settings.enabled || settings.webhook.url === null) return;
      const timestamp = now();
      const common = { job: job.id, image: null, destination: 'webhook' } as const;
      if (job.state === 'completed') {
        const payload = completedMessage({
          job,
          images: images.ofJob(job.id),
          environment: settings.environment,
          version: options.version,
          timestamp,
          publicUrl: (path) => publicUrl(settings.s3, path),
        });
        write({ ...common, id: `${job.id}:completed`, kind: 'completed', payload });
        return;
      }
      // A failed job can be queued again and fail again: each time is news.
      const id = `${job.id}:failed:${job.finishedAt ?? timestamp}`;
      write({ ...common, id, kind: 'failed', payload: failedMessage(job, timestamp) });
    },
  };

  function writePicture(job: StoredJob, id: ImageId): void {
    const image = images.find(id);
    if (image === null || image.file === null) return;
    write({
      id: `${job.id}:picture:${image.index + 1}`,
      job: job.id,
      image: id,
      kind: 'picture',
      destination: 's3',
      payload: picturePayload(image, publishedPath(job.id, image.index)),
    });
  }
}
