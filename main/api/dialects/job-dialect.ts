// The job dialect, /api/generate: one prompt, some pictures, answered with the absolute paths of their files.

import { z } from 'zod';
import { JobId } from '../../../shared/domain/ids.ts';
import type { JobState } from '../../../shared/domain/job.ts';
import { Recipe } from '../../../shared/domain/recipe.ts';
import { Prompt } from './asked-words.ts';
import { type Dialect, endpoint, say } from './endpoint.ts';
import { failureSentence } from './job-failure.ts';
import { plainRefusal } from './plain-refusal.ts';

const states = {
  queued: 'queued',
  paused: 'queued',
  running: 'processing',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'failed',
} as const satisfies Record<JobState, string>;

const Create = z.strictObject({
  prompt: Prompt,
  negative_prompt: Recipe.shape.negativePrompt,
  width: Recipe.shape.width.unwrap(),
  height: Recipe.shape.height.unwrap(),
  num_images: Recipe.shape.count.unwrap(),
});

const Status = z.strictObject({
  job_id: z.string(),
  status: z.enum(['queued', 'processing', 'completed', 'failed']),
  progress: z.number().min(0).max(1),
  result_images: z.array(z.string()),
  error_message: z.string().nullable(),
  created_at: z.iso.datetime(),
  completed_at: z.iso.datetime().nullable(),
});

export const jobDialect: Dialect = {
  tag: 'job dialect',
  description: 'One prompt, some pictures, answered with the absolute paths of their files.',
  refusal: plainRefusal,
  endpoints: [
    endpoint({
      method: 'POST',
      path: '/api/generate/single',
      id: 'job.create',
      summary: 'Queue some pictures of one prompt.',
      limit: 'generation',
      names: { negativePrompt: 'negative_prompt', count: 'num_images' },
      body: Create,
      answers: {
        200: {
          description: 'It is queued.',
          schema: z.strictObject({ job_id: z.string(), status: z.literal('queued') }),
        },
      },
      async handle({ body }, door) {
        const { prompt, negative_prompt: negativePrompt, width, height, num_images: count } = body;
        const recipe = { prompt, width, height, count, ...(negativePrompt === undefined ? {} : { negativePrompt }) };
        const job = await door.call('generation.submit', { request: { kind: 'generate', recipe } });
        return say(200, { job_id: job.id, status: 'queued' });
      },
    }),
    endpoint({
      method: 'GET',
      path: '/api/generate/status/{job_id}',
      id: 'job.status',
      summary: 'How far a job is, and the files it made.',
      params: z.strictObject({ job_id: JobId }),
      answers: {
        200: { description: 'The job.', schema: Status },
        404: { description: 'There is no such job.' },
      },
      async handle({ params }, door) {
        const job = await door.call('generation.get', { id: params.job_id });
        return say(200, {
          job_id: job.id,
          status: states[job.state],
          progress: job.progress,
          result_images: job.images.flatMap(({ id }) => door.core.images.path(id) ?? []),
          error_message: failureSentence(job),
          created_at: job.createdAt,
          completed_at: job.state === 'completed' ? job.finishedAt : null,
        } satisfies z.infer<typeof Status>);
      },
    }),
  ],
};
