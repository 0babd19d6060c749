// One Tessera per data folder: an SQLite lock that the system gives back by itself when the process dies.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { TesseraError } from '../../shared/errors.ts';

/**
 * A pid file would outlive a kill -9; a file lock does not.
 * @returns the function that gives the folder free
 * @throws DATA_FOLDER_IN_USE, DATA_FOLDER_READ_ONLY
 */
export function lockDataFolder(options: { readonly home: string; readonly binding?: string | undefined }): () => void {
  let database: Database.Database | undefined;
  try {
    database = new Database(join(options.home, 'lock.db'), {
      timeout: 0,
      ...(options.binding === undefined ? {} : { nativeBinding: options.binding }),
    });
    database.exec('BEGIN EXCLUSIVE');
    const held = database;
    return () => held.close();
  } catch (error) {
    database?.close();
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) {
      throw new TesseraError(
        'DATA_FOLDER_IN_USE',
        'Tessera is already running with this data folder. Use that window, close it first, or choose another folder with TESSERA_HOME.',
        { cause: error },
      );
    }
    throw new TesseraError(
      'DATA_FOLDER_READ_ONLY',
      'Tessera cannot write to its data folder. Give it write permission, or choose another folder with TESSERA_HOME.',
      { cause: error },
    );
  }
}
