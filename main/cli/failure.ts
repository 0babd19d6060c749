// How a command ends badly: a sentence or a JSON envelope, and the exit code of its class.

import { CommanderError } from 'commander';
import { type ErrorEnvelope, errorCatalogue, TesseraError, toEnvelope } from '../../shared/errors.ts';
import type { Terminal } from './terminal.ts';

/** @returns the exit code; what is no TesseraError is a bug, and its stack helps to find it */
export function reportFailure(thrown: unknown, { terminal, usage }: { terminal: Terminal; usage: string }): number {
  const envelope = toEnvelope(thrown instanceof CommanderError ? argumentError(thrown) : thrown);
  terminal.document({ ok: false, error: envelope });
  if (isTooLittle(thrown)) terminal.remark(usage);
  else terminal.remark(words(envelope));
  if (envelope.code === 'INTERNAL' && thrown instanceof Error) terminal.remark(thrown.stack ?? thrown.message);
  return errorCatalogue[envelope.code].exit;
}

function words({ code, message }: ErrorEnvelope): string {
  return code === 'CANCELLED' ? message : `${code}: ${message}`;
}

/** A command that needs another word after it, as in `tessera models`. */
function isTooLittle(thrown: unknown): boolean {
  return thrown instanceof CommanderError && thrown.code === 'commander.help';
}

function argumentError(error: CommanderError): TesseraError {
  if (isTooLittle(error)) return new TesseraError('INVALID_INPUT', 'A command is missing. --help shows what there is.');
  // Commander writes "error: unknown option '--x'", and a suggestion on a line of its own.
  const said = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  const sentence = said.charAt(0).toUpperCase() + said.slice(1).replace(/\.?$/, '.');
  return new TesseraError('INVALID_INPUT', `${sentence} --help shows what there is.`);
}
