// Calls and events about making pictures.

import { z } from 'zod';
import { ImageId, JobId } from '../domain/ids.ts';
import { Job, JobStage, JobState } from '../domain/job.ts';
import { Preflight } from '../domain/preflight.ts';
import { GenerationRequest, Recipe } from '../domain/recipe.ts';
import { call } from './call.ts';

export const generationCalls = {
  'generation.submit': call({
    summary: 'Queue a grid, a variation or an upscale; answers at once with the job.',
    access: 'write',
    input: z.strictObject({
      request: GenerationRequest,
      /** The caller's own id. The same id with the same request gives the first job back; with another, JOB_ID_TAKEN. */
      id: JobId.optional(),
      /** Where to write the initial and final latents as .npy; only the command line may ask. */
      saveLatents: z.string().min(1).optional(),
    }),
    output: Job,
  }),
  'generation.preflight': call({
    summary: 'What drawing a recipe would take: memory, seconds, and what would be done more gently; draws nothing.',
    access: 'read',
    /** The words decide nothing of it and may be left out. */
    input: z.strictObject({ recipe: Recipe.partial({ prompt: true }) }),
    output: Preflight,
  }),
  'generation.get': call({
    summary: 'One job with its pictures.',
    access: 'read',
    input: z.strictObject({ id: JobId }),
    output: Job,
  }),
  'generation.list': call({
    summary: 'Jobs, newest first, a page at a time.',
    access: 'read',
    input: z.strictObject({
      states: z.array(JobState).optional(),
      limit: z.int().min(1).max(200).default(50),
      cursor: z.string().max(200).nullable().default(null),
    }),
    output: z.strictObject({ jobs: z.array(Job), nextCursor: z.string().nullable() }),
  }),
  'generation.cancel': call({
    summary: 'Stop a job that waits or runs; pictures it already finished stay.',
    access: 'write',
    input: z.strictObject({ id: JobId }),
    output: Job,
  }),
  'generation.retry': call({
    summary: 'Queue a failed job again, or try one that waits for its next try at once; it draws only what is missing.',
    access: 'write',
    input: z.strictObject({ id: JobId }),
    output: Job,
  }),
  'generation.stopRetrying': call({
    summary: 'Leave a job failed that waits for its next try.',
    access: 'write',
    input: z.strictObject({ id: JobId }),
    output: Job,
  }),
  'generation.delete': call({
    summary: "Move a job and its pictures to the library's trash; a running one is cancelled first.",
    access: 'write',
    input: z.strictObject({ id: JobId }),
    output: z.strictObject({ id: JobId }),
  }),
  'generation.restore': call({
    summary: 'Bring a deleted job and its pictures back from the trash.',
    access: 'write',
    input: z.strictObject({ id: JobId }),
    output: Job,
  }),
  'generation.logs': call({
    summary: 'The last lines of what a job did.',
    access: 'read',
    input: z.strictObject({ id: JobId, lines: z.int().min(1).max(10_000).default(100) }),
    output: z.strictObject({ logs: z.array(z.string()), totalLines: z.int().nonnegative() }),
  }),
} as const;

export const generationEvents = {
  /** A job was made or changed state; the whole job, so that a client needs nothing else. */
  'job.changed': Job,
  'job.deleted': z.strictObject({ id: JobId }),
  /** At most ten a second per job. */
  'job.progress': z.strictObject({
    id: JobId,
    stage: JobStage,
    progress: z.number().min(0).max(1),
    etaMs: z.number().nonnegative().nullable(),
  }),
  /** A new live preview can be had at /preview/<image>?v=<version>; pixels never travel in events. */
  'image.preview': z.strictObject({ job: JobId, image: ImageId, version: z.int().positive() }),
} as const;
