// A job: one request on its way to pictures, its states, and the moves between them.

import { z } from 'zod';
import { Image } from './image.ts';
import { ImageId, JobId } from './ids.ts';
import { Note } from './note.ts';
import { lanczosId, UpscaleFactor, UpscalerId } from './upscaler.ts';
import { ResolvedRecipe, VariationStrength } from './recipe.ts';

export const jobStates = ['queued', 'running', 'paused', 'completed', 'failed', 'cancelled'] as const;
export const JobState = z.enum(jobStates);
export type JobState = z.infer<typeof JobState>;

/** The state machine as data; whatever is not listed is refused with JOB_MOVE_FORBIDDEN. */
export const allowedMoves: Readonly<Record<JobState, readonly JobState[]>> = {
  // queued -> failed: given up while it waited for its next try.
  queued: ['running', 'paused', 'failed', 'cancelled'],
  // running -> queued: the engine host or the app died and the job starts again; or it failed and waits for its next try.
  running: ['queued', 'paused', 'completed', 'failed', 'cancelled'],
  paused: ['queued', 'cancelled'],
  completed: [],
  // failed -> queued: somebody asked for it.
  failed: ['queued'],
  cancelled: [],
};

export function isFinished(state: JobState): boolean {
  return state === 'completed' || state === 'failed' || state === 'cancelled';
}

export const jobStages = [
  'waiting',
  'loading',
  'encoding',
  'sampling',
  'decoding',
  'upscaling',
  'saving',
  'finished',
] as const;
export const JobStage = z.enum(jobStages);
export type JobStage = z.infer<typeof JobStage>;

/** `backup`: the job of a picture that was taken up again after a restoration. */
export const jobDoors = ['window', 'http', 'cli', 'test', 'backup'] as const;
export const JobDoor = z.enum(jobDoors);
export type JobDoor = z.infer<typeof JobDoor>;

/** What the engine is to do, with nothing left open. `parent` is the picture it derives from. */
export const JobTask = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('generate'), recipe: ResolvedRecipe }),
  z.strictObject({ kind: z.literal('vary'), recipe: ResolvedRecipe, parent: ImageId, strength: VariationStrength }),
  z.strictObject({
    kind: z.literal('upscale'),
    recipe: ResolvedRecipe,
    parent: ImageId,
    factor: UpscaleFactor,
    /** Jobs from before there was a choice were done by resampling. */
    upscaler: UpscalerId.default(lanczosId),
  }),
]);
export type JobTask = z.infer<typeof JobTask>;

export const JobError = z.strictObject({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type JobError = z.infer<typeof JobError>;

/** A failed job that may pass another time stays queued until then; see main/jobs/retry-policy.ts. */
const JobRetries = z.strictObject({
  /** How often it was tried again after a failure, the try it waits for included. */
  count: z.int().nonnegative(),
  /** How often it is at most; 0 until it failed for the first time. */
  limit: z.int().nonnegative(),
  /** When it is tried again; null while it does not wait for that. `error` says what went wrong. */
  nextAt: z.iso.datetime().nullable(),
});

export const Job = z.strictObject({
  id: JobId,
  door: JobDoor,
  state: JobState,
  task: JobTask,
  stage: JobStage,
  /** 0..1 over the whole job; never goes back within one attempt. */
  progress: z.number().min(0).max(1),
  /** Milliseconds until the job is done, by the steps measured so far; null until known. */
  etaMs: z.number().nonnegative().nullable(),
  /** How often this try was started: a crash of the engine host costs one, and a new try begins at none. */
  attempt: z.int().nonnegative(),
  retries: JobRetries,
  error: JobError.nullable(),
  /** What the user should know although the job went on: words not understood, a downgrade. */
  notes: z.array(Note),
  images: z.array(Image),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});
export type Job = z.infer<typeof Job>;
