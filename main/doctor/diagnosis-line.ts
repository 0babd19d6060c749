// Makes a line of a diagnosis: the facts, and the English words for them out of the catalogue the screens use too.

import english from '../../resources/locales/en.json' with { type: 'json' };
import {
  type DiagnosisId,
  type DiagnosisLine,
  type DiagnosisOutcome,
  isAdvised,
} from '../../shared/domain/sync-diagnosis.ts';
import type { DeliveryFault } from '../../shared/domain/sync.ts';

const words = english.diagnosis;

const partOf: Readonly<Record<DiagnosisId, DiagnosisLine['part']>> = {
  folder: 'machine',
  disk: 'machine',
  database: 'machine',
  engine: 'machine',
  providers: 'machine',
  model: 'machine',
  versions: 'machine',
  keychain: 'machine',
  cloudHealth: 'cloud',
  cloudFlags: 'cloud',
  cloudNoToken: 'cloud',
  cloudInvalidToken: 'cloud',
  cloudExpiredToken: 'cloud',
  cloudToken: 'cloud',
  webhook: 'webhook',
  s3Write: 's3',
  s3Read: 's3',
  s3Remove: 's3',
};

type Verdict = DiagnosisLine['verdict'];

/** What an outcome means; the same everywhere, so that a line cannot contradict its words. */
const verdictOf: Readonly<Record<DiagnosisOutcome, Verdict>> = {
  works: 'ok',
  says: 'ok',
  healthy: 'ok',
  refusedRightly: 'ok',
  accepted: 'ok',
  free: 'ok',
  atRest: 'ok',
  low: 'warning',
  weak: 'warning',
  unhealthy: 'warning',
  unexpected: 'warning',
  broken: 'failed',
  letIn: 'failed',
  tokenRefused: 'failed',
  secretRefused: 'failed',
  unreachable: 'failed',
  timedOut: 'failed',
  redirected: 'failed',
  wrongKeys: 'failed',
  noBucket: 'failed',
  differs: 'failed',
  unavailable: 'failed',
  notConfigured: 'skipped',
  secretMissing: 'skipped',
  notReached: 'skipped',
};

export function diagnosisLine(
  id: DiagnosisId,
  outcome: DiagnosisOutcome,
  values: Readonly<Record<string, string>> = {},
): DiagnosisLine {
  return {
    part: partOf[id],
    id,
    verdict: verdictOf[outcome],
    outcome,
    values: { ...values },
    tried: fill(words.tried[id], values),
    found: fill(words.found[outcome], values),
    advice: isAdvised(outcome) ? fill(words.advice[outcome], values) : null,
  };
}

const outcomeOfFault: Readonly<Record<DeliveryFault['code'], DiagnosisOutcome>> = {
  NOT_CONFIGURED: 'notConfigured',
  SECRET_MISSING: 'secretMissing',
  UNREACHABLE: 'unreachable',
  TIMED_OUT: 'timedOut',
  REFUSED: 'unexpected',
  REDIRECTED: 'redirected',
  FILE_GONE: 'broken',
  WRONG_KEYS: 'wrongKeys',
  NO_BUCKET: 'noBucket',
  FAILED: 'broken',
};

export function faultLine(id: DiagnosisId, fault: DeliveryFault, host: string): DiagnosisLine {
  const refused = fault.status === 401 || fault.status === 403;
  const outcome =
    id === 'webhook' && fault.code === 'REFUSED' && refused ? 'secretRefused' : outcomeOfFault[fault.code];
  return diagnosisLine(id, outcome, { host, message: fault.message, status: String(fault.status ?? '') });
}

/** The same placeholders as i18next's. */
function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}
