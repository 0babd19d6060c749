// Calls and events about what the app asked of other computers.

import { z } from 'zod';
import { NetworkRequest } from '../domain/network.ts';
import { call } from './call.ts';

export const networkCalls = {
  'network.requests': call({
    summary: 'Every request the app ever made, the newest first, a page at a time.',
    access: 'read',
    input: z.strictObject({
      limit: z.int().min(1).max(200).default(50),
      /** Only requests with a smaller number. */
      before: z.int().positive().nullable().default(null),
    }),
    output: z.strictObject({
      requests: z.array(NetworkRequest),
      /** Of all there ever were; `left` of those that were meant for another computer than this one. */
      total: z.int().nonnegative(),
      left: z.int().nonnegative(),
    }),
  }),
} as const;

export const networkEvents = {
  /** A request was made, answered or refused. */
  'network.requested': NetworkRequest,
} as const;
