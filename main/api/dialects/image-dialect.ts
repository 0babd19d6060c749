// The image dialect, /api/images: jobs by the caller's own id, other formats, credits, and pictures to start from.

import { z } from 'zod';
import { CreditHolder } from '../../../shared/domain/credit.ts';
import { JobId } from '../../../shared/domain/ids.ts';
import type { Job, JobState } from '../../../shared/domain/job.ts';
import { maxImagesPerJob, Recipe } from '../../../shared/domain/recipe.ts';
import { TesseraError } from '../../../shared/errors.ts';
import { Prompt, sidesOf, Size, StyleWords, withStyle } from './asked-words.ts';
import { type Dialect, type Door, endpoint, say } from './endpoint.ts';
import type { Outside } from './guarded-fetch.ts';
import { pictureBodyLimitBytes, pictureFromUrl } from './input-picture.ts';
import { failureSentence } from './job-failure.ts';
import { plainRefusal } from './plain-refusal.ts';

const dialect = 'image';
/** How much of the picture handed in is drawn anew; A1111's default. */
const usualStrength = 0.75;
const stepFactors = { draft: 0.5, standard: 1, high: 2 } as const;
const stepsMax = 150;

const states = {
  queued: 'PENDING',
  paused: 'PENDING',
  running: 'PROCESSING',
  completed: 'COMPLETED',
  failed: 'FAILED',
  cancelled: 'FAILED',
} as const satisfies Record<JobState, string>;

const messages = {
  queued: 'The job waits for its turn.',
  paused: 'The job is paused.',
  running: 'The pictures are being made.',
  completed: 'The pictures are ready.',
  failed: 'The job failed.',
  cancelled: 'The job was cancelled.',
} as const satisfies Record<JobState, string>;

const Create = z.strictObject({
  prompt: Prompt,
  job_id: JobId.optional(),
  user_id: CreditHolder.optional(),
  input_image_url: z.string().min(1).optional(),
  num_images: Recipe.shape.count.unwrap(),
  size: Size,
  format: z.enum(['PNG', 'JPEG', 'WEBP']).optional(),
  style: StyleWords.optional(),
  quality: z.enum(['draft', 'standard', 'high']).optional(),
});
type Create = z.infer<typeof Create>;

const Status = z.strictObject({
  job_id: z.string(),
  status: z.enum(['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED']),
  progress: z.int().min(0).max(100),
  message: z.string(),
  images: z.array(
    z.strictObject({
      url: z.string(),
      file_path: z.string(),
      format: z.enum(['PNG', 'JPEG', 'WEBP']),
      dimensions: z.string(),
      seed: z.int(),
    }),
  ),
  error_message: z.string().nullable(),
});

const names = {
  count: 'num_images',
  width: 'size',
  height: 'size',
  source: 'input_image_url',
  steps: 'quality',
  id: 'job_id',
};

export function imageDialect({ outside, newId }: { outside: Outside; newId: () => string }): Dialect {
  return {
    tag: 'image dialect',
    description: "Jobs by the caller's own id, other formats, credits, and pictures to start from.",
    refusal: plainRefusal,
    endpoints: [
      endpoint({
        method: 'POST',
        path: '/api/images/generate',
        id: 'images.create',
        summary: 'Queue up to four pictures.',
        description:
          'A repeated job_id with the same body gives the first job back. input_image_url is a data: URL, the id of a ' +
          'picture in the library, or an https: address of a host that Settings allows.',
        limit: 'generation',
        names,
        bodyLimitBytes: pictureBodyLimitBytes,
        body: Create,
        answers: {
          202: {
            description: 'It is queued.',
            schema: z.strictObject({ job_id: z.string(), status: z.literal('PENDING'), message: z.string() }),
          },
          402: { description: 'Not enough credits.' },
          409: { description: 'The job_id belongs to another request.' },
        },
        async handle({ body }, door) {
          const id = body.job_id ?? JobId.parse(newId());
          if (!isKnown(door, id, body)) await submit(door, { id, body, outside });
          return say(202, { job_id: id, status: 'PENDING', message: messages.queued });
        },
      }),
      endpoint({
        method: 'GET',
        path: '/api/images/status/{job_id}',
        id: 'images.status',
        summary: 'How far a job is, and its pictures.',
        params: z.strictObject({ job_id: JobId }),
        answers: {
          200: { description: 'The job.', schema: Status },
          404: { description: 'There is no such job.' },
        },
        async handle({ params }, door) {
          const job = await door.call('generation.get', { id: params.job_id });
          return say(200, status(job, door));
        },
      }),
    ],
  };
}

/** @throws JOB_ID_TAKEN when the id belongs to another request */
function isKnown(door: Door, id: JobId, body: Create): boolean {
  const known = door.core.dialectJobs.find(dialect, id);
  if (known === null) return false;
  if (JSON.stringify(known.request) === JSON.stringify(body)) return true;
  throw new TesseraError('JOB_ID_TAKEN', `job_id: ${id} belongs to a job with another request. Choose a new id.`, {
    details: { field: 'job_id' },
  });
}

async function submit(
  door: Door,
  { id, body, outside }: { readonly id: JobId; readonly body: Create; readonly outside: Outside },
): Promise<void> {
  const { credits, dialectJobs, clock } = door.core;
  const url = body.input_image_url;
  const field = 'input_image_url';
  const source = url === undefined ? null : await pictureFromUrl(door, { url, field, outside });
  const recipe = {
    ...(await withStyle(door, body)),
    ...sidesOf(body.size),
    ...(await stepsFor(door, body.quality)),
    count: body.num_images,
    ...(source === null ? {} : { source: { image: source.id, strength: usualStrength } }),
  };
  // Held, remembered and queued without a pause between, so that nobody else can spend the same credits.
  credits.hold({ job: id, holder: body.user_id, images: body.num_images });
  const isNew = dialectJobs.add({ id, dialect, request: body, at: new Date(clock()).toISOString() });
  try {
    await door.call('generation.submit', { id, request: { kind: 'generate', recipe } });
  } catch (error) {
    credits.release(id);
    if (isNew) dialectJobs.remove(id);
    throw error;
  }
}

async function stepsFor(door: Door, quality: Create['quality']): Promise<{ steps?: number }> {
  if (quality === undefined || quality === 'standard') return {};
  const { models, defaultModel } = await door.call('models.list', {});
  const usual = models.find(({ id }) => id === defaultModel)?.manifest.capabilities.defaultSteps ?? maxImagesPerJob;
  return { steps: Math.min(stepsMax, Math.max(1, Math.round(usual * stepFactors[quality]))) };
}

function status(job: Job, door: Door): z.infer<typeof Status> {
  const format = Create.shape.format.parse(door.core.dialectJobs.find(dialect, job.id)?.request['format']) ?? 'PNG';
  const ready = job.images.filter((image) => image.state === 'ready');
  const query = format === 'PNG' ? '' : `?format=${format.toLowerCase()}`;
  const extension = format === 'JPEG' ? 'jpg' : format.toLowerCase();
  return {
    job_id: job.id,
    status: states[job.state],
    progress: Math.floor(job.progress * 100),
    message: job.retries.nextAt === null ? messages[job.state] : 'The job failed and waits to be tried again.',
    images: ready.map((image) => ({
      url: `${door.address}/image/${image.id}${query}`,
      file_path: `images/${job.id}/image_${image.index + 1}.${extension}`,
      format,
      dimensions: `${image.width}x${image.height}`,
      seed: image.seed,
    })),
    error_message: failureSentence(job),
  };
}
