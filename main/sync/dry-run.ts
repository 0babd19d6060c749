// Says what would be sent, without sending it.

import type { CallOutput } from '../../shared/contract/index.ts';
import type { SyncSettings } from '../../shared/domain/sync.ts';
import type { ImageTable } from '../store/image-table.ts';
import type { JobTable } from '../store/job-table.ts';
import type { OutboxTable, StoredItem } from '../store/outbox-table.ts';
import { PicturePayload, picturePayload } from './picture-payload.ts';
import { publicUrl } from './s3-address.ts';
import { completedMessage, publishedPath } from './webhook-message.ts';

type Planned = CallOutput<'sync.dryRun'>['deliveries'][number];
type Item = Pick<StoredItem, 'id' | 'kind' | 'destination' | 'payload'>;

/** A screenful; a long queue looks alike further down. */
const shownItems = 50;

export function dryRun(options: {
  readonly settings: SyncSettings;
  readonly outbox: OutboxTable;
  readonly jobs: JobTable;
  readonly images: ImageTable;
  readonly version: string;
}): CallOutput<'sync.dryRun'> {
  const waiting = options.outbox.waiting(shownItems);
  if (waiting.length > 0) {
    return { example: false, deliveries: waiting.map((item) => planned(item, options.settings)) };
  }
  return { example: true, deliveries: newestFinished(options).map((item) => planned(item, options.settings)) };
}

function newestFinished({ settings, jobs, images, version }: Parameters<typeof dryRun>[0]): Item[] {
  const [job] = jobs.page({ states: ['completed'], before: null, limit: 1 });
  if (job === undefined) return [];
  const ready = images.ofJob(job.id).filter((image) => image.state === 'ready');
  const pictures = ready.map((image): Item => {
    const payload = picturePayload(image, publishedPath(job.id, image.index));
    return { id: `${job.id}:picture:${image.index + 1}`, kind: 'picture', destination: 's3', payload };
  });
  const payload = completedMessage({
    job,
    images: ready,
    environment: settings.environment,
    version,
    timestamp: job.finishedAt ?? job.createdAt,
    publicUrl: (path) => publicUrl(settings.s3, path),
  });
  return [...pictures, { id: `${job.id}:completed`, kind: 'completed', destination: 'webhook', payload }];
}

function planned({ id, kind, destination, payload }: Item, settings: SyncSettings): Planned {
  if (destination === 's3') {
    const picture = PicturePayload.parse(payload);
    const url = publicUrl(settings.s3, picture.path);
    return { id, kind, method: 'PUT', url, bytes: picture.sizeBytes, body: null };
  }
  const body = JSON.stringify(payload);
  return { id, kind, method: 'POST', url: settings.webhook.url, bytes: Buffer.byteLength(body), body };
}
