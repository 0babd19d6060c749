// tessera export: pictures of the library into a folder, with as much of their metadata as is asked for.

import { z } from 'zod';
import type { CallInput } from '../../shared/contract/index.ts';
import { defaultNamePattern, ExportStyle, type LibraryExport, NamePattern } from '../../shared/domain/export.ts';
import { ImageId } from '../../shared/domain/ids.ts';
import { isErrorCode, TesseraError } from '../../shared/errors.ts';
import { validationError } from '../validation-sentence.ts';
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

const Asked = ExportStyle.extend({ names: NamePattern.default(defaultNamePattern) });

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

/** @throws INVALID_INPUT, VALIDATION_ERROR in the words of the command's options */
function askedExport(ids: readonly string[], given: ExportOptions): Omit<CallInput<'exports.start'>, 'target'> {
  const { search, names, format, quality, longestSide, metadata, aiMark } = given;
  if (ids.length > 0 === (search !== undefined)) {
    throw new TesseraError('INVALID_INPUT', 'Name the pictures by their ids, or find them with --search.');
  }
  const options = { format, quality, longestSide, metadata, aiMark, names };
  const parsed = Asked.safeParse(options);
  if (!parsed.success) throw inOptionWords(validationError(parsed.error, options));
  const named = z.array(ImageId).safeParse(ids);
  if (!named.success) throw new TesseraError('INVALID_INPUT', 'That is no id of a picture. `--search` finds pictures.');
  const selection =
    search === undefined ? { kind: 'pictures' as const, ids: named.data } : { kind: 'search' as const, search };
  const { names: pattern, ...whole } = parsed.data;
  return { selection, style: whole, names: pattern };
}

/** The contract names a fault by its field; who typed an option looks for the option. */
function inOptionWords({ code, message, details }: TesseraError): TesseraError {
  const option = (field: string) => `--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: `;
  const fields = new RegExp(`\\b(${Object.keys(Asked.shape).join('|')}): `, 'g');
  const words = message.replaceAll(fields, (_whole, field: string) => option(field));
  return new TesseraError(code, words, details === undefined ? {} : { details });
}

function report(done: LibraryExport, terminal: Terminal): number {
  for (const { name, message } of done.failures) terminal.remark(`${name}: ${message}`);
  terminal.say(`${done.written} of ${done.total} pictures exported.`);
  if (done.error !== null) {
    throw new TesseraError(isErrorCode(done.error.code) ? done.error.code : 'INTERNAL', done.error.message);
  }
  if (done.state === 'cancelled') throw new TesseraError('CANCELLED', 'The export was cancelled.');
  terminal.document(done);
  return done.failed === 0 ? 0 : 5;
}
