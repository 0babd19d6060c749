// Copies of a database file: made whole under another name, checked, flushed, and only then called by their own.

import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { TesseraError } from '../../shared/errors.ts';
import { flushFile, flushFolder, writeDurably } from '../durable-file.ts';

interface Copy {
  readonly target: string;
  readonly binding?: string | undefined;
}

/** Copies while nothing else happens: before a migration, when no one works with the database yet. */
export function copyAtOnce(database: Database.Database, { target, binding }: Copy): void {
  const part = `${target}.part`;
  try {
    rmSync(part, { force: true });
    database.prepare('VACUUM INTO ?').run(part);
    settle(part, { target, binding });
  } finally {
    rmSync(part, { force: true });
  }
}

/** Copies while others read and write; what they write meanwhile is in the copy too. */
export async function copyOnline(database: Database.Database, { target, binding }: Copy): Promise<void> {
  const part = `${target}.part`;
  try {
    rmSync(part, { force: true });
    await database.backup(part);
    settle(part, { target, binding });
  } finally {
    rmSync(part, { force: true });
  }
}

/**
 * Reads all of a database that nobody has open.
 * @returns its schema's number
 * @throws DATABASE_CORRUPT
 */
export function checkDatabase(path: string, binding?: string): number {
  let database: Database.Database | undefined;
  try {
    database = new Database(path, {
      fileMustExist: true,
      ...(binding === undefined ? {} : { nativeBinding: binding }),
    });
    const verdict = database.pragma('integrity_check(1)', { simple: true });
    if (verdict !== 'ok') throw new Error(String(verdict));
    return Number(database.pragma('user_version', { simple: true }));
  } catch (cause) {
    throw damagedCopy(cause);
  } finally {
    database?.close();
  }
}

/**
 * As checkDatabase, and that it is the copy to the byte: SQLite does not notice when one text became another.
 * @throws DATABASE_CORRUPT
 */
export function checkCopy(path: string, binding?: string): number {
  try {
    if (readFileSync(checksumFile(path), 'latin1') === sha256Of(path)) return checkDatabase(path, binding);
  } catch (error) {
    throw error instanceof TesseraError ? error : damagedCopy(error);
  }
  throw damagedCopy('its bytes are not those that were copied');
}

/** Beside each copy, so that one can be moved elsewhere together with it. */
export function checksumFile(copy: string): string {
  return `${copy}.sha256`;
}

const hashedAtOnceBytes = 1 << 20;

function sha256Of(path: string): string {
  const hash = createHash('sha256');
  const bytes = Buffer.alloc(hashedAtOnceBytes);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, bytes); read > 0; read = readSync(file, bytes)) hash.update(bytes.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

function damagedCopy(cause: unknown): TesseraError {
  return new TesseraError('DATABASE_CORRUPT', 'This copy of the database is damaged and cannot be used.', { cause });
}

function settle(part: string, { target, binding }: Copy): void {
  // Out of the write-ahead log's mode, in which a database is more than one file.
  const copy = new Database(part, binding === undefined ? {} : { nativeBinding: binding });
  copy.pragma('journal_mode = DELETE');
  copy.close();
  checkDatabase(part, binding);
  flushFile(part);
  writeDurably(checksumFile(target), Buffer.from(sha256Of(part)));
  renameSync(part, target);
  flushFolder(dirname(target));
}
