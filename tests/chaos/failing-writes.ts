// Loaded in an engine host before the engine: every operation that needs room or the right to write fails when a file says so.

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Of the control file: which of the coming operations fail, counted from 0, and how. `null` lets all through. */
export interface Failure {
  readonly from: number;
  readonly errno: 'ENOSPC' | 'EROFS';
}

/** @param control a JSON file with a Failure or null; read anew whenever it is replaced */
export function failWrites(control: string): void {
  const real = { appendFileSync: fs.appendFileSync, writeFileSync: fs.writeFileSync, mkdirSync: fs.mkdirSync };
  const { open, rename } = fs.promises;
  let known = '';
  let count = 0;

  function mayFail(): void {
    const text = fs.readFileSync(control, 'utf8');
    if (text !== known) count = 0;
    known = text;
    const failure = JSON.parse(text) as Failure | null;
    if (failure === null) return;
    count += 1;
    if (count <= failure.from) return;
    throw Object.assign(new Error(`${failure.errno}: injected`), { code: failure.errno });
  }
  const guarded =
    <Args extends unknown[], Result>(act: (...args: Args) => Result) =>
    (...args: Args): Result => {
      mayFail();
      return act(...args);
    };

  fs.appendFileSync = guarded(real.appendFileSync);
  fs.writeFileSync = guarded(real.writeFileSync);
  fs.mkdirSync = guarded(real.mkdirSync) as typeof fs.mkdirSync;
  fs.promises.rename = async (...args) => {
    mayFail();
    await rename(...args);
  };
  fs.promises.open = async (path, flags, mode) => {
    if (flags !== 'r') mayFail();
    const file = await open(path, flags, mode);
    const { write, writeFile, sync } = file;
    Object.assign(file, {
      write: async (...args: unknown[]) => (mayFail(), await write.apply(file, args as never)),
      writeFile: async (...args: unknown[]) => (mayFail(), await writeFile.apply(file, args as never)),
      sync: async () => (mayFail(), await sync.apply(file)),
    });
    return file;
  };
  syncBuiltinESMExports();
}
