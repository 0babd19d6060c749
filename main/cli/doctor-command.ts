// tessera doctor: looks this machine and everything sync talks to over, and says what to do.

import type { CallOutput } from '../../shared/contract/index.ts';
import { errorCatalogue, TesseraError } from '../../shared/errors.ts';
import { withStudio } from './open-studio.ts';
import type { Terminal } from './terminal.ts';

type Line = CallOutput<'system.doctor'>['lines'][number];

const marks: Readonly<Record<Line['verdict'], string>> = { ok: 'ok', warning: 'WARN', failed: 'FAIL', skipped: 'skip' };

/** @returns the exit code: 0 when nothing failed. A studio that cannot be opened is a finding, not an end. */
export async function doctor(options: { readonly cloud?: string | undefined }, terminal: Terminal): Promise<number> {
  const { cloud } = options;
  let lines: readonly Line[];
  try {
    const input = cloud === undefined ? {} : { cloud };
    lines = (await withStudio((studio) => studio.call('system.doctor', input))).lines;
  } catch (error) {
    if (!(error instanceof TesseraError) || errorCatalogue[error.code].kind !== 'unavailable') throw error;
    lines = [unopened(error)];
  }
  for (const line of lines) show(line, terminal);
  const failed = lines.filter((line) => line.verdict === 'failed').length;
  terminal.say(failed === 0 ? 'Nothing is wrong.' : `${failed} of ${lines.length} checks failed.`);
  terminal.document({ ok: failed === 0, lines });
  return failed === 0 ? 0 : errorCatalogue.ENGINE_UNAVAILABLE.exit;
}

function show(line: Line, terminal: Terminal): void {
  terminal.say(`${marks[line.verdict].padEnd(4)}  ${line.tried}`);
  terminal.say(`      ${line.found}`);
  if (line.advice !== null) terminal.say(`      -> ${line.advice}`);
}

function unopened(error: TesseraError): Line {
  return {
    part: 'machine',
    id: error.code.startsWith('DATABASE_') ? 'database' : 'folder',
    verdict: 'failed',
    outcome: 'broken',
    values: { message: error.message },
    tried: 'Open the data folder with its database.',
    found: `${error.code}.`,
    advice: error.message,
  };
}
