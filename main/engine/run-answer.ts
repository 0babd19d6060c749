// What the last event of a request means to those who asked: timings, or the error to throw.

import type { RunTimings } from '../../shared/run-timings.ts';
import { isErrorCode, TesseraError } from '../../shared/errors.ts';
import type { FinalEvent } from './final-event.ts';

export function cancelled(): TesseraError {
  return new TesseraError('CANCELLED', 'The work was cancelled.');
}

export function errorOf(event: Extract<FinalEvent, { kind: 'failed' }>): TesseraError {
  const { code, message, details } = event.error;
  return new TesseraError(isErrorCode(code) ? code : 'INTERNAL', message, details === undefined ? {} : { details });
}

/** @throws CANCELLED or what the host reported */
export function timingsOf(event: FinalEvent): RunTimings | null {
  if (event.kind === 'done') return event.timings;
  if (event.kind === 'failed') throw errorOf(event);
  if (event.kind === 'cancelled') throw cancelled();
  throw new TypeError(`a run ended with ${event.kind}`);
}
