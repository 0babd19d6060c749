// Calls and events about what leaves this machine: settings, the outbox, and the diagnosis.

import { z } from 'zod';
import { JobId } from '../domain/ids.ts';
import { DiagnosisLine } from '../domain/sync-diagnosis.ts';
import { OutboxItem, OutboxKind, OutboxState, SyncPatch, SyncStatus, outgoingUrlFault } from '../domain/sync.ts';
import { call } from './call.ts';

const PlannedDelivery = z.strictObject({
  id: z.string(),
  kind: OutboxKind,
  method: z.enum(['POST', 'PUT']),
  /** Null when its destination is not set up. */
  url: z.string().nullable(),
  bytes: z.int().nonnegative(),
  /** The body of a webhook as it would be sent; null for a picture. */
  body: z.string().nullable(),
});

export const syncCalls = {
  'sync.get': call({
    summary: 'The sync settings, which secrets are kept, and how many items wait, were sent or were given up.',
    access: 'admin',
    input: z.strictObject({}),
    output: SyncStatus,
  }),
  'sync.configure': call({
    summary: 'Change sync settings and secrets; answers as sync.get. Nothing is sent until `enabled` is true.',
    access: 'admin',
    input: SyncPatch,
    output: SyncStatus,
  }),
  'sync.test': call({
    summary: 'Try the cloud API, the webhook and the bucket as they are set up now, with a probe to each.',
    access: 'admin',
    input: z.strictObject({}),
    output: z.strictObject({ lines: z.array(DiagnosisLine) }),
  }),
  'sync.dryRun': call({
    summary: 'What would be sent next, without sending anything; with an empty outbox, for the newest finished job.',
    access: 'admin',
    input: z.strictObject({}),
    output: z.strictObject({ example: z.boolean(), deliveries: z.array(PlannedDelivery) }),
  }),
  'sync.pause': call({
    summary: 'Hold everything back; what is finished meanwhile is still recorded.',
    access: 'admin',
    input: z.strictObject({}),
    output: SyncStatus,
  }),
  'sync.resume': call({
    summary: 'Go on sending.',
    access: 'admin',
    input: z.strictObject({}),
    output: SyncStatus,
  }),
  'sync.outbox.list': call({
    summary: 'The items of the outbox, newest first, a page at a time.',
    access: 'admin',
    input: z.strictObject({
      states: z.array(OutboxState).min(1).optional(),
      /** Only what is told of this job. */
      job: JobId.optional(),
      limit: z.int().min(1).max(200).default(50),
      cursor: z.string().max(200).nullable().default(null),
    }),
    output: z.strictObject({ items: z.array(OutboxItem), nextCursor: z.string().nullable() }),
  }),
  'sync.outbox.retry': call({
    summary: 'Send a dead letter again, or all of them; one that waits is tried at once.',
    access: 'admin',
    input: z.strictObject({ id: z.string().min(1).max(300).optional() }),
    output: z.strictObject({ queued: z.int().nonnegative() }),
  }),
  'system.doctor': call({
    summary: 'Look this machine and everything sync talks to over: what was tried, what came back, what to do.',
    access: 'admin',
    input: z.strictObject({
      /** Another cloud API than the one set up. It is shown no secret of the one that is. */
      cloud: z
        .string()
        .max(2000)
        .superRefine((address, context) => {
          const fault = outgoingUrlFault(address);
          if (fault !== null) context.addIssue({ code: 'custom', message: fault });
        })
        .optional(),
    }),
    output: z.strictObject({ lines: z.array(DiagnosisLine) }),
  }),
} as const;

export const syncEvents = {
  /** Settings or the outbox changed. Whoever may see more than the counts asks for it. */
  'sync.changed': SyncStatus.pick({ counts: true }),
} as const;
