// tessera import: the pictures of a folder into the library, with what they say of how they were made.

import { resolve } from 'node:path';
import type { LibraryImport } from '../../shared/domain/import.ts';
import { isErrorCode, TesseraError } from '../../shared/errors.ts';
import { type Studio, withStudio } from './open-studio.ts';
import type { Terminal } from './terminal.ts';

/** @returns the exit code: 5 when some files were refused */
export async function importFolder(
  folder: string,
  { terminal, signal }: { terminal: Terminal; signal: AbortSignal },
): Promise<number> {
  const done = await withStudio(async (studio) => {
    const { id } = await studio.call('imports.start', { folder: { kind: 'path', path: resolve(folder) } });
    const stop = () => void studio.call('imports.cancel', { id });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    return ended(studio, id);
  });
  for (const { name, message } of done.refusals) terminal.remark(`${name}: ${message}`);
  if (done.error === null || done.taken > 0)
    terminal.say(`${done.taken} imported, ${done.known} already in the library, ${done.refused} refused.`);
  if (done.error !== null) {
    throw new TesseraError(isErrorCode(done.error.code) ? done.error.code : 'INTERNAL', done.error.message);
  }
  if (done.state === 'cancelled') throw new TesseraError('CANCELLED', 'The import was cancelled.');
  terminal.document(done);
  return done.refused === 0 ? 0 : 5;
}

async function ended({ core, call }: Studio, id: LibraryImport['id']): Promise<LibraryImport> {
  return await new Promise((done, reject) => {
    const look = (state: LibraryImport) => {
      if (state.id === id && state.state !== 'running') done(state);
    };
    core.events.subscribe((event) => event.name === 'import.changed' && look(event.data));
    // It may have ended before anyone listened.
    call('imports.list', {}).then(({ imports }) => imports.forEach(look), reject);
  });
}
