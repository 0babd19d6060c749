// When a job that failed is tried again by itself, and when it is not.

import type { Settings } from '../../shared/domain/settings.ts';
import { type ErrorCode, errorCatalogue, isErrorCode } from '../../shared/errors.ts';
import type { ForcedRetries } from '../retry-environment.ts';

export interface RetryPolicy {
  /** How often a failed job is tried again at most. */
  readonly limit: number;
  /** The wait before the first of these tries; each further one waits twice as long. */
  readonly firstDelaySeconds: number;
}

/** @param forced stands over the settings */
export function retryPolicyOf(settings: Settings, forced: ForcedRetries = {}): RetryPolicy {
  return { limit: settings.jobRetries, firstDelaySeconds: settings.jobRetryDelaySeconds, ...forced };
}

export interface PlannedRetry {
  /** Which of the tries this is, from 1. */
  readonly count: number;
  readonly limit: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A program is told not to repeat these at once, but minutes later they may have passed. */
const mayPass: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  // The drive with the model is away, or somebody is moving its folder.
  'MODEL_MISSING_FILE',
  // Permissions are given back; a disk is mounted again.
  'DATA_FOLDER_READ_ONLY',
  // Nobody foresaw it, so nobody knows that it would happen again.
  'INTERNAL',
]);

/** Never for what the request itself is to blame for (VALIDATION_ERROR, INVALID_INPUT), nor for what was cancelled. */
export function isTriedAgain(code: ErrorCode): boolean {
  return errorCatalogue[code].retryable || mayPass.has(code);
}

export function retryDelayMs({ firstDelaySeconds }: RetryPolicy, count: number): number {
  return firstDelaySeconds * 1000 * 2 ** (count - 1);
}

/** @param options.retries how often the job was tried again already @returns null when it stays failed */
export function nextRetry(options: {
  readonly policy: RetryPolicy;
  readonly code: string;
  readonly retries: number;
  readonly now: number;
}): PlannedRetry | null {
  const { policy, code, retries, now } = options;
  if (retries >= policy.limit || !isErrorCode(code) || !isTriedAgain(code)) return null;
  const count = retries + 1;
  return { count, limit: policy.limit, at: now + retryDelayMs(policy, count) };
}
