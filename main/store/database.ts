// Opens the one SQLite file, sets it up for durability, and turns SQLite's troubles into the catalogue's.

import { existsSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { TesseraError } from '../../shared/errors.ts';
import { assertNotFromTheFuture, migrate } from './migrate.ts';

/** Slower than this, a query is worth a line in the log: it would be felt while typing. */
const slowQueryMs = 40;
/** Up to here a check at start costs well under a tenth of a second; a larger one is checked after it gave trouble. */
const checkedAtStartPages = 8192;

/** The indexes that a search of 100,000 pictures walks through fit into it; SQLite's own 2 MB are read over and over. */
const cacheKibibytes = 65_536;

export interface Store {
  readonly database: Database.Database;
  /** Runs the work as one named transaction; it happens whole or not at all. */
  transaction<Result>(name: string, work: () => Result): Result;
  close(): void;
}

/** @throws DATABASE_CORRUPT, DATABASE_FROM_THE_FUTURE, DATA_FOLDER_READ_ONLY, DISK_FULL */
export function openStore(options: {
  readonly file: string;
  readonly binding?: string | undefined;
  readonly log: (line: string) => void;
  /** Called with a database that is about to be migrated. */
  readonly beforeMigration?: (database: Database.Database) => void;
}): Store {
  const suspect = `${options.file}.suspect`;
  const translating = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      const known = inWords(error);
      if (known instanceof TesseraError && known.code === 'DATABASE_CORRUPT') remember(suspect);
      throw known;
    }
  };
  return translating(() => {
    const database = new Database(
      options.file,
      options.binding === undefined ? {} : { nativeBinding: options.binding },
    );
    try {
      // Before anything is changed: what a newer Tessera wrote stays as it is, to the byte.
      assertNotFromTheFuture(database);
      database.pragma('journal_mode = WAL');
      // A job accepted is a job kept, also when the power goes: FULL costs one fsync per commit.
      database.pragma('synchronous = FULL');
      database.pragma('foreign_keys = ON');
      database.pragma('busy_timeout = 2000');
      database.pragma(`cache_size = -${cacheKibibytes}`);
      assertSound(database, { suspect: existsSync(suspect) });
      rmSync(suspect, { force: true });
      migrate(database, options.beforeMigration);
      translateStatements(database, translating);
    } catch (error) {
      database.close();
      throw error;
    }
    return {
      database,
      transaction(name, work) {
        const started = performance.now();
        const result = translating(() => database.transaction(work).immediate());
        const took = performance.now() - started;
        if (took > slowQueryMs) options.log(`slow transaction ${name}: ${took.toFixed(0)} ms`);
        return result;
      },
      close: () => database.close(),
    };
  });
}

/** A statement outside a transaction fails for the same reasons, and says so in the same words. */
function translateStatements(database: Database.Database, translating: <Result>(work: () => Result) => Result): void {
  const prepare = database.prepare.bind(database);
  database.prepare = ((source: string) => {
    const statement = prepare(source);
    const { run, get, all } = statement;
    statement.run = (...values: unknown[]) => translating(() => run.apply(statement, values));
    statement.get = (...values: unknown[]) => translating(() => get.apply(statement, values));
    statement.all = (...values: unknown[]) => translating(() => all.apply(statement, values));
    return statement;
  }) as typeof database.prepare;
}

/** Damage that a query met: the next start looks at every page, however many there are. */
function remember(suspect: string): void {
  try {
    writeFileSync(suspect, '');
  } catch {
    // On a disk that takes nothing more, the damage is met again.
  }
}

function assertSound(database: Database.Database, { suspect }: { readonly suspect: boolean }): void {
  if (!suspect && Number(database.pragma('page_count', { simple: true })) > checkedAtStartPages) return;
  const verdict = database.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw corrupt(verdict);
}

function corrupt(cause?: unknown): TesseraError {
  return new TesseraError(
    'DATABASE_CORRUPT',
    'The library database (tessera.db) is damaged and there is no sound backup of it, so Tessera did not touch it. Your pictures are still in the library folder. Move tessera.db away to start with an empty library.',
    { cause },
  );
}

/** What SQLite and the file system say, in the catalogue's words; anything else as it is. */
export function inWords(error: unknown): unknown {
  if (error instanceof TesseraError || !(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return corrupt(error);
  if (/^(SQLITE_READONLY|SQLITE_CANTOPEN|EROFS$|EACCES$|EPERM$)/.test(code)) {
    return new TesseraError(
      'DATA_FOLDER_READ_ONLY',
      'Tessera cannot write to its data folder. Give it write permission, or choose another folder with TESSERA_HOME.',
      { cause: error },
    );
  }
  // A disk without room for the shared memory beside the log is told as an input/output error.
  if (/^(SQLITE_FULL|SQLITE_IOERR|ENOSPC$|EDQUOT$)/.test(code)) {
    return new TesseraError(
      'DISK_FULL',
      'The disk with the data folder is full. Free some space; finished pictures are safe.',
      {
        cause: error,
      },
    );
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new TesseraError(
      'DATABASE_BUSY',
      'The library database is busy in another program. Try again in a moment.',
      {
        cause: error,
      },
    );
  }
  return error;
}
