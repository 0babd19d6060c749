// The webhooks Tessera sends and takes: what is told of a job on its way, at its end, and when it failed.

import { z } from 'zod';
import { JobId } from './ids.ts';

const Timestamp = z.iso.datetime();

export const webhookStages = ['initializing', 'generating', 'saving'] as const;
export type WebhookStage = (typeof webhookStages)[number];

const WebhookProgress = z.object({
  job_id: JobId,
  status: z.enum(webhookStages),
  timestamp: Timestamp,
  environment: z.string(),
  message: z.string(),
  progress: z.number().min(0).max(100),
});

const WebhookImage = z.object({
  /** `images/<job_id>/image_<n>.png`, n from 1; below the prefix, also its key in the bucket. */
  file_path: z.string(),
  /** Where it was published; null without a bucket. */
  url: z.string().nullable(),
  description: z.string(),
  format: z.string(),
  size_bytes: z.int().nonnegative(),
  dimensions: z.string().regex(/^\d+x\d+$/),
});
export type WebhookImage = z.infer<typeof WebhookImage>;

const WebhookCompleted = z.object({
  job_id: JobId,
  status: z.literal('completed'),
  timestamp: Timestamp,
  environment: z.string(),
  data: z.object({
    job_id: JobId,
    images: z.array(WebhookImage),
    metadata: z.object({
      model_name: z.string(),
      version: z.string(),
      generation_time_seconds: z.number().nonnegative(),
      input_tokens: z.int().nonnegative(),
      output_size_bytes: z.int().nonnegative(),
      timestamp: Timestamp,
    }),
    status: z.literal('completed'),
    generated_at: Timestamp,
  }),
});

const WebhookFailed = z.object({
  job_id: JobId,
  status: z.literal('failed'),
  timestamp: Timestamp,
  error_message: z.string(),
  message: z.string(),
});

export const WebhookPayload = z.discriminatedUnion('status', [WebhookProgress, WebhookCompleted, WebhookFailed]);
export type WebhookPayload = z.infer<typeof WebhookPayload>;
