// What the app ever asked of another computer, as its ledger has it.

import { z } from 'zod';

export const networkPurposes = ['sync', 'bucket', 'language-model', 'picture', 'download'] as const;
export const NetworkPurpose = z.enum(networkPurposes);
export type NetworkPurpose = z.infer<typeof NetworkPurpose>;

/** under-way: it was sent and no answer has come; a killed app leaves it so. refused: offline mode, so nothing was sent. */
export const NetworkOutcome = z.enum(['under-way', 'answered', 'failed', 'refused']);
export type NetworkOutcome = z.infer<typeof NetworkOutcome>;

export const NetworkRequest = z.strictObject({
  /** Grows by one with each request. */
  number: z.int().positive(),
  at: z.iso.datetime(),
  purpose: NetworkPurpose,
  method: z.string(),
  /** Scheme, host and port. Paths are not kept: some hold secrets. */
  origin: z.string(),
  /** It stayed on this machine. */
  isLocal: z.boolean(),
  outcome: NetworkOutcome,
  status: z.int().nullable(),
});
export type NetworkRequest = z.infer<typeof NetworkRequest>;
