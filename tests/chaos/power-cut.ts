// A power cut after any file operation: what was done before it stands, and of what was not flushed, any part may be gone.

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';

/** What the disk had not kept: nothing; the bytes that were not flushed; the names that were not; both. */
export const losses = ['nothing', 'bytes', 'names', 'bytes and names'] as const;
export type Loss = (typeof losses)[number];

interface Operation {
  readonly kind: 'write' | 'flush' | 'rename' | 'remove';
  readonly path: string;
  /** Where a rename led to. */
  readonly to?: string;
  /** What stood there before, at the new name of a rename too. */
  readonly before: Buffer | null;
}

export interface CutRun {
  /** Operations that were done; fewer than allowed when the work ended before the cut. */
  readonly done: number;
  readonly finished: boolean;
}

/**
 * Runs the work on the real file system until so many operations are done; from then on every further one fails, as the
 * machine is off. Then takes away what the disk may have lost. The work must use `node:fs` by its named exports.
 */
export async function withPowerCut(
  options: { readonly after: number; readonly loss: Loss },
  work: () => unknown,
): Promise<CutRun> {
  const journal: Operation[] = [];
  const paths = new Map<number, string>();
  const real = { ...fs };
  const promised = { ...fs.promises };
  const isOff = () => journal.length >= options.after;

  function step<Result>(operation: Omit<Operation, 'before'>, act: () => Result): Result {
    if (isOff()) throw new Error('the power is off');
    const place = operation.to ?? operation.path;
    const before = operation.kind !== 'flush' && isFile(place) ? real.readFileSync(place) : null;
    const result = act();
    journal.push({ ...operation, before });
    return result;
  }
  const isFile = (path: string) => real.statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const name = (path: fs.PathLike) => String(path);

  const replaced = {
    openSync(path: fs.PathLike, flags: string, mode?: number) {
      const open = () => real.openSync(path, flags, mode);
      const file = flags === 'r' ? open() : step({ kind: 'write', path: name(path) }, open);
      paths.set(file, name(path));
      return file;
    },
    writeSync: (file: number, bytes: Uint8Array) =>
      step({ kind: 'write', path: paths.get(file) ?? '' }, () => real.writeSync(file, bytes)),
    fsyncSync: (file: number) => step({ kind: 'flush', path: paths.get(file) ?? '' }, () => real.fsyncSync(file)),
    copyFileSync: (from: fs.PathLike, to: fs.PathLike) =>
      step({ kind: 'write', path: name(to) }, () => real.copyFileSync(from, to)),
    renameSync: (from: fs.PathLike, to: fs.PathLike) =>
      step({ kind: 'rename', path: name(from), to: name(to) }, () => real.renameSync(from, to)),
    rmSync(path: fs.PathLike, how?: fs.RmOptions) {
      if (real.existsSync(path)) step({ kind: 'remove', path: name(path) }, () => real.rmSync(path, how));
    },
  };
  const replacedPromises = {
    async open(path: fs.PathLike, flags: string) {
      const open = () => promised.open(path, flags);
      const file = await (flags === 'r' ? open() : step({ kind: 'write', path: name(path) }, open));
      const { write, writeFile, sync } = file;
      const target = name(path);
      return Object.assign(file, {
        write: async (...bytes: unknown[]) =>
          await step({ kind: 'write', path: target }, () => write.apply(file, bytes as never)),
        writeFile: async (...bytes: unknown[]) => {
          await step({ kind: 'write', path: target }, () => writeFile.apply(file, bytes as never));
        },
        sync: async () => {
          await step({ kind: 'flush', path: target }, () => sync.apply(file));
        },
      });
    },
    rename: async (from: fs.PathLike, to: fs.PathLike) => {
      await step({ kind: 'rename', path: name(from), to: name(to) }, () => promised.rename(from, to));
    },
    rm: async (path: fs.PathLike) => {
      if (real.existsSync(path)) await step({ kind: 'remove', path: name(path) }, () => promised.rm(path));
    },
  };
  Object.assign(fs, replaced);
  Object.assign(fs.promises, replacedPromises);
  syncBuiltinESMExports();
  let finished = true;
  try {
    await work();
  } catch (error) {
    if (!isOff()) throw error;
    finished = false;
  } finally {
    for (const key of Object.keys(replaced) as (keyof typeof replaced)[]) Object.assign(fs, { [key]: real[key] });
    const { open, rename, rm } = promised;
    Object.assign(fs.promises, { open, rename, rm });
    syncBuiltinESMExports();
  }
  if (options.loss !== 'nothing') lose(journal, options.loss);
  return { done: journal.length, finished };
}

/** The newest first, so that each thing is taken back from the state it led to. */
function lose(journal: readonly Operation[], loss: Loss): void {
  for (const [index, operation] of [...journal.entries()].toReversed()) {
    const later = journal.slice(index + 1).filter(({ kind }) => kind === 'flush');
    const { kind, path, to, before } = operation;
    const place = to ?? path;
    const isNamed = later.some((flush) => flush.path === dirname(place));
    if (kind === 'write' && loss.includes('bytes') && !later.some((flush) => flush.path === path)) tear(nameNow());
    if (kind === 'rename' && loss.includes('names') && !isNamed) {
      fs.renameSync(place, path);
      if (before !== null) fs.writeFileSync(place, before);
    }
    if (kind === 'remove' && loss.includes('names') && !isNamed && before !== null) fs.writeFileSync(path, before);

    /** A file is known by the name it had when it was written. */
    function nameNow(): string {
      const renamed = journal.slice(index + 1).find((other) => other.kind === 'rename' && other.path === path);
      return renamed?.to !== undefined && !fs.existsSync(path) ? renamed.to : path;
    }
  }
}

/** Half of it: longer than nothing, so that a reader who only looks whether the file is empty is found out. */
function tear(path: string): void {
  const size = fs.statSync(path, { throwIfNoEntry: false })?.size;
  if (size !== undefined) fs.truncateSync(path, Math.floor(size / 2));
}
