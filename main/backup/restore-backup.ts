// Puts a backup in the database's place, in steps of which each leaves either the old database or the new one, whole.

import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupFile, Restoration } from '../../shared/domain/backup.ts';
import { TesseraError } from '../../shared/errors.ts';
import { flushFile, flushFolder } from '../durable-file.ts';
import { inWords } from '../store/database.ts';
import { checkCopy, checkDatabase } from '../store/database-copy.ts';
import { migrations } from '../store/migrate.ts';
import { asideName, backupFolder, listBackups } from './backup-folder.ts';
import { forgetRestoration, writeRestoration } from './restoration-record.ts';

interface Place {
  /** The data folder, locked by the caller. */
  readonly home: string;
  readonly binding?: string | undefined;
}

/** Checked by reading all of it. @returns null when no backup is sound */
export function newestGoodBackup({ home, binding }: Place): BackupFile | null {
  return listBackups(home).find(({ name }) => isGood(join(backupFolder(home), name), binding)) ?? null;
}

function isGood(path: string, binding: string | undefined): boolean {
  try {
    return checkCopy(path, binding) <= migrations.length;
  } catch {
    return false;
  }
}

/**
 * What is replaced is kept among the backups. The pictures that the backup does not know are taken up at the next start.
 * @throws DATABASE_CORRUPT for a backup that is damaged, DATABASE_FROM_THE_FUTURE, DISK_FULL, DATA_FOLDER_READ_ONLY
 */
export function restoreBackup(
  options: Place & { readonly backup: BackupFile; readonly cause: Restoration['cause']; readonly now: number },
): Restoration {
  const { home, binding, backup, cause, now } = options;
  const source = join(backupFolder(home), backup.name);
  assertKnown(checkCopy(source, binding));
  const database = join(home, 'tessera.db');
  const aside = asideName(now);
  const at = new Date(now).toISOString();
  const restoration: Restoration = { at, cause, backup, aside, adopted: null };
  mkdirSync(backupFolder(home), { recursive: true });
  try {
    copyDurably(source, waiting(home));
    closeLog(database, binding);
    for (const end of ['', '-wal']) {
      if (existsSync(database + end)) copyDurably(database + end, join(backupFolder(home), aside + end));
    }
    flushFolder(backupFolder(home));
    writeRestoration(home, restoration);
    // A log left beside another database would be read into it.
    for (const end of ['-wal', '-shm']) rmSync(database + end, { force: true });
    flushFolder(home);
    renameSync(waiting(home), database);
    flushFolder(home);
  } catch (error) {
    rmSync(waiting(home), { force: true });
    throw inWords(error);
  }
  return restoration;
}

/** Call before the database is opened: a restoration that was cut off before the database was replaced did not happen. */
export function forgetHalfRestored(home: string): void {
  if (!existsSync(waiting(home))) return;
  forgetRestoration(home);
  rmSync(waiting(home), { force: true });
}

function waiting(home: string): string {
  return join(home, 'tessera.db.restoring');
}

function assertKnown(version: number): void {
  if (version <= migrations.length) return;
  throw new TesseraError(
    'DATABASE_FROM_THE_FUTURE',
    'A newer Tessera made this backup, and this one would not understand it. Choose an older backup, or install that version.',
    { details: { found: version, known: migrations.length } },
  );
}

/** Brings what stands in the log into the database, so that one file is all there is of it; a damaged one stays as it is. */
function closeLog(path: string, binding: string | undefined): void {
  try {
    checkDatabase(path, binding);
  } catch {
    // Copied as it is, with its log.
  }
}

function copyDurably(from: string, to: string): void {
  copyFileSync(from, to);
  flushFile(to);
}
