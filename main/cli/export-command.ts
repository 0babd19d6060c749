// tessera export: pictures of the library into a folder, with as much of their metadata as is asked for.

import { z } from 'zod';
import type { CallInput } from '../../shared/contract/index.ts';
import { ExportStyle, type LibraryExport } from '../../shared/domain/export.ts';
import { ImageId } from '../../shared/domain/ids.ts';
import { isErrorCode, TesseraError } from '../../shared/errors.ts';
import { withStudio } from './open-studio.ts';
import { prepareOutputFolder } from './output-folder.ts';
import type { Terminal } from './terminal.ts';

export interface ExportOptions {
  readonly out: string;
  readonly search?: string;
  readonly format?: string;
  readonly quality?: number;
  readonly longestSide?: number;
  readonly metadata?: string;
  readonly aiMark?: boolean;
  readonly names?: string;
}

/** @returns the exit code: 5 when some pictures could not be written */
export async function exportPictures(
  ids: readonly string[],
  given: ExportOptions,
  { terminal, signal }: { terminal: Terminal; signal: AbortSignal },
): Promise<number> {
  const asked = askedExport(ids, given);
  const path = await prepareOutputFolder(given.out);
  const done = await withStudio(async ({ core, call }) => {
    const { id } = await call('exports.start', { ...asked, target: { kind: 'path', path } });
    const stop = () => void call('exports.cancel', { id });
    return await new Promise<LibraryExport>((resolve, reject) => {
      const look = (state: LibraryExport) => {
        if (state.id === id && state.state !== 'running') resolve(state);
      };
      core.events.subscribe((event) => event.name === 'export.changed' && look(event.data));
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
      // It may have ended before anyone listened.
      call('exports.list', {}).then(({ exports }) => exports.forEach(look), reject);
    });
  });
  return report(done, terminal);
}

/** @throws INVALID_INPUT in the words of the command's options */
function askedExport(ids: readonly string[], given: ExportOptions): Omit<CallInput<'exports.start'>, 'target'> {
  const { search, names, out: _out, ...style } = given;
  if (ids.length > 0 === (search !== undefined)) {
    throw new TesseraError('INVALID_INPUT', 'Name the pictures by their ids, or find them with --search.');
  }
  const parsed = ExportStyle.safeParse(style);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const option = String(issue?.path[0]).replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new TesseraError('INVALID_INPUT', `--${option}: ${issue?.message}`, { details: { field: option } });
  }
  const named = z.array(ImageId).safeParse(ids);
  if (!named.success) throw new TesseraError('INVALID_INPUT', 'That is no id of a picture. `--search` finds pictures.');
  const selection =
    search === undefined ? { kind: 'pictures' as const, ids: named.data } : { kind: 'search' as const, search };
  return { selection, style: parsed.data, ...(names === undefined ? {} : { names }) };
}

function report(done: LibraryExport, terminal: Terminal): number {
  for (const { name, message } of done.failures) terminal.remark(`${name}: ${message}`);
  terminal.say(`${done.written} of ${done.total} pictures exported.`);
  terminal.document(done);
  if (done.error !== null) {
    throw new TesseraError(isErrorCode(done.error.code) ? done.error.code : 'INTERNAL', done.error.message);
  }
  if (done.state === 'cancelled') throw new TesseraError('CANCELLED', 'The export was cancelled.');
  return done.failed === 0 ? 0 : 5;
}
