// Puts into words how a host ended that nobody had told to.

import { constants } from 'node:os';
import { TesseraError } from '../../shared/errors.ts';
import type { HostExit } from './port.ts';

/** Windows ends a process with the exception's number as its code. */
const accessViolation = 0xc000_0005;

/** @returns ENGINE_CRASHED with what the exit code or signal says about the cause, and both in the details */
export function describeExit(how: HostExit): TesseraError {
  return new TesseraError('ENGINE_CRASHED', `The picture engine ${wordsFor(how)}`, {
    details: { code: how.code, signal: how.signal },
  });
}

function wordsFor(how: HostExit): string {
  if (how.code === null && how.signal === null) {
    return 'could not be started: its program is missing or may not run. Reinstall Tessera.';
  }
  switch (how.signal ?? signalBehind(how.code)) {
    case 'SIGKILL':
      return 'was stopped by the system, most often for lack of memory. Close other programs or choose a smaller size, then try again.';
    case 'SIGTRAP':
    case 'SIGILL':
      return 'was ended by its memory allocator or an unsupported instruction. Choose the plain Node host in Settings or a smaller size.';
    case 'SIGSEGV':
    case 'SIGBUS':
    case 'SIGABRT':
      return 'crashed inside a native library. Try again; if it repeats, choose another model or engine host.';
    default:
      break;
  }
  if (how.code === accessViolation || how.code === accessViolation - 2 ** 32) {
    return 'crashed inside a native library. Try again; if it repeats, choose another model or engine host.';
  }
  return `ended unexpectedly (${how.signal ?? `code ${how.code}`}). Try again; the log has its last words.`;
}

/** Electron hands over a number only: the signal's own, or 128 more as a shell would write it. */
function signalBehind(code: number | null): string | null {
  const number = code !== null && code > 128 ? code - 128 : code;
  const crashes = ['SIGKILL', 'SIGTRAP', 'SIGILL', 'SIGSEGV', 'SIGBUS', 'SIGABRT'] as const;
  return crashes.find((name) => constants.signals[name] === number) ?? null;
}
