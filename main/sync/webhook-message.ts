// Builds what a webhook tells of a job, from what the database holds of it.

import type { Image } from '../../shared/domain/image.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import type { WebhookImage, WebhookPayload, WebhookStage } from '../../shared/domain/sync-webhook.ts';
import type { StoredJob } from '../store/job-table.ts';

/** Key in a bucket and path in a webhook: pictures are counted from 1, as on the screen. */
export function publishedPath(job: JobId, index: number): string {
  return `images/${job}/image_${index + 1}.png`;
}

export interface Milestone {
  readonly percent: number;
  readonly status: WebhookStage;
  readonly message: string;
}

/** Passed in this order and once each; a milestone that was not reached is never told. */
export const milestones = [
  { percent: 25, status: 'initializing', message: 'The engine took the job up.' },
  { percent: 60, status: 'generating', message: 'More than half of the drawing is done.' },
  { percent: 90, status: 'saving', message: 'The last picture is being saved.' },
] as const satisfies readonly Milestone[];

export function progressMessage(options: {
  readonly job: JobId;
  readonly milestone: Milestone;
  readonly environment: string;
  readonly timestamp: string;
}): WebhookPayload {
  const { percent, status, message } = options.milestone;
  return {
    job_id: options.job,
    status,
    timestamp: options.timestamp,
    environment: options.environment,
    message,
    progress: percent,
  };
}

export function completedMessage(options: {
  readonly job: StoredJob;
  readonly images: readonly Image[];
  readonly environment: string;
  readonly version: string;
  readonly timestamp: string;
  /** Where a picture of this path is published, or null. */
  readonly publicUrl: (path: string) => string | null;
}): WebhookPayload {
  const { job, timestamp, environment } = options;
  const { recipe } = job.task;
  const images = options.images.filter((image) => image.state === 'ready').map((image) => describe(image, options));
  const started = Date.parse(job.startedAt ?? timestamp);
  const finished = Date.parse(job.finishedAt ?? timestamp);
  return {
    job_id: job.id,
    status: 'completed',
    timestamp,
    environment,
    data: {
      job_id: job.id,
      images,
      metadata: {
        model_name: recipe.model,
        version: options.version,
        generation_time_seconds: Math.max(0, finished - started) / 1000,
        input_tokens: countTokens(recipe.styledPrompt),
        output_size_bytes: images.reduce((sum, image) => sum + image.size_bytes, 0),
        timestamp,
      },
      status: 'completed',
      generated_at: job.finishedAt ?? timestamp,
    },
  };
}

export function failedMessage(job: StoredJob, timestamp: string): WebhookPayload {
  const cancelled = job.state === 'cancelled';
  return {
    job_id: job.id,
    status: 'failed',
    timestamp,
    error_message: cancelled ? 'CANCELLED' : `${job.error?.code ?? 'INTERNAL'}: ${job.error?.message ?? ''}`,
    message: cancelled ? 'The job was cancelled.' : 'The job failed.',
  };
}

function describe(
  image: Image,
  { job, publicUrl }: { readonly job: StoredJob; readonly publicUrl: (path: string) => string | null },
): WebhookImage {
  const path = publishedPath(job.id, image.index);
  return {
    file_path: path,
    url: publicUrl(path),
    description: job.task.recipe.prompt,
    format: 'PNG',
    size_bytes: image.sizeBytes ?? 0,
    dimensions: `${image.width}x${image.height}`,
  };
}

/** Words, digits and marks, as CLIP's tokenizer splits a text before it looks pieces up: the least a prompt counts. */
function countTokens(prompt: string): number {
  return prompt.match(/\p{L}+|\p{N}|[^\s\p{L}\p{N}]+/gu)?.length ?? 0;
}
