// Calls and events about the line of jobs that wait: its order, pausing it, and pausing one of them.

import { z } from 'zod';
import { JobId } from '../domain/ids.ts';
import { Job } from '../domain/job.ts';
import { call } from './call.ts';

const QueueState = z.strictObject({
  /** Nothing new is begun until it goes on; what ran went back to its place in the line. */
  paused: z.boolean(),
  /** Every job that waits or is paused, the next one first. */
  line: z.array(
    z.strictObject({
      id: JobId,
      /** What such a job took on this machine before, in milliseconds; null until one has ended. */
      expectedMs: z.number().nonnegative().nullable(),
    }),
  ),
});
export type QueueState = z.infer<typeof QueueState>;

export const queueCalls = {
  'queue.get': call({
    summary: 'The line of jobs that wait, in order, and whether it is paused.',
    access: 'read',
    input: z.strictObject({}),
    output: QueueState,
  }),
  'queue.setPaused': call({
    summary: 'Pause the whole queue after the step under way, or let it go on.',
    access: 'write',
    input: z.strictObject({ paused: z.boolean() }),
    output: QueueState,
  }),
  'queue.move': call({
    summary: 'Move a waiting job before another one in the line, or to its end.',
    access: 'write',
    input: z.strictObject({
      id: JobId,
      /** null is the end of the line. */
      before: JobId.nullable(),
    }),
    output: QueueState,
  }),
  'queue.pauseJob': call({
    summary: 'Let a job rest; a running one stops after its step and keeps what it has.',
    access: 'write',
    input: z.strictObject({ id: JobId }),
    output: Job,
  }),
  'queue.resumeJob': call({
    summary: 'Let a paused job wait in its place again; it goes on at its last step.',
    access: 'write',
    input: z.strictObject({ id: JobId }),
    output: Job,
  }),
} as const;

export const queueEvents = {
  /** The order was changed, or the queue was paused or goes on. Jobs that come and go are told as `job.changed`. */
  'queue.changed': QueueState,
} as const;
