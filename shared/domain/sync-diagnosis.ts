// A diagnosis: one line per thing tried, with what came back. Screens have words for every id and outcome.

import { z } from 'zod';

export const diagnosisParts = ['machine', 'cloud', 'webhook', 's3'] as const;

export const diagnosisIds = [
  'folder',
  'disk',
  'database',
  'engine',
  'providers',
  'model',
  'versions',
  'keychain',
  'cloudHealth',
  'cloudFlags',
  'cloudNoToken',
  'cloudInvalidToken',
  'cloudExpiredToken',
  'cloudToken',
  'webhook',
  's3Write',
  's3Read',
  's3Remove',
] as const;
export const DiagnosisId = z.enum(diagnosisIds);
export type DiagnosisId = z.infer<typeof DiagnosisId>;

/** Nothing is to be done about these. */
const plainOutcomes = [
  'works',
  'says',
  'healthy',
  'refusedRightly',
  'accepted',
  'free',
  'atRest',
  'notConfigured',
  'notReached',
] as const;

/** There is something to do about these, and the words say what. */
const advisedOutcomes = [
  'low',
  'broken',
  'unhealthy',
  'letIn',
  'tokenRefused',
  'secretRefused',
  'secretMissing',
  'unreachable',
  'timedOut',
  'redirected',
  'unexpected',
  'wrongKeys',
  'noBucket',
  'differs',
  'weak',
  'unavailable',
] as const;
type AdvisedOutcome = (typeof advisedOutcomes)[number];

export const DiagnosisOutcome = z.enum([...plainOutcomes, ...advisedOutcomes]);
export type DiagnosisOutcome = z.infer<typeof DiagnosisOutcome>;

export function isAdvised(outcome: DiagnosisOutcome): outcome is AdvisedOutcome {
  return advisedOutcomes.some((advised) => advised === outcome);
}

export const DiagnosisLine = z.strictObject({
  part: z.enum(diagnosisParts),
  id: DiagnosisId,
  /** skipped: nothing was tried, because it is not set up or something before it failed. */
  verdict: z.enum(['ok', 'warning', 'failed', 'skipped']),
  outcome: DiagnosisOutcome,
  values: z.record(z.string(), z.string()),
  /** In English: what was tried, what came back, and what to do about it; null when nothing is to be done. */
  tried: z.string(),
  found: z.string(),
  advice: z.string().nullable(),
});
export type DiagnosisLine = z.infer<typeof DiagnosisLine>;
