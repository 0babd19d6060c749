// Opens the database so that no damage costs more than a day: copied before it is migrated, replaced by its last good copy when broken.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupFile } from '../../shared/domain/backup.ts';
import { TesseraError } from '../../shared/errors.ts';
import { openStore, type Store } from '../store/database.ts';
import { copyAtOnce } from '../store/database-copy.ts';
import { backupFolder, backupName, findBackup, tidyBackups } from './backup-folder.ts';
import { forgetHalfRestored, newestGoodBackup, restoreBackup } from './restore-backup.ts';

/** @throws FILE_NOT_FOUND for a backup that is not there, DATABASE_CORRUPT when no backup is sound, DATABASE_FROM_THE_FUTURE, DATA_FOLDER_READ_ONLY, DISK_FULL */
export function openSafely(options: {
  /** The data folder, locked by the caller. */
  readonly home: string;
  readonly binding?: string | undefined;
  readonly clock: () => number;
  readonly log: (line: string) => void;
  /** Puts a backup in the database's place first: the one of that name, or the newest that is sound. */
  readonly restore?: { readonly backup: string | null } | undefined;
}): Store {
  const { home, binding, clock, log } = options;
  const open = () =>
    openStore({
      file: join(home, 'tessera.db'),
      binding,
      log,
      beforeMigration(database) {
        mkdirSync(backupFolder(home), { recursive: true });
        copyAtOnce(database, { target: join(backupFolder(home), backupName('migration', clock())), binding });
        tidyBackups(home);
      },
    });
  forgetHalfRestored(home);
  if (options.restore !== undefined) {
    const backup = wanted(options.restore.backup, { home, binding });
    restoreBackup({ home, binding, backup, cause: 'asked', now: clock() });
  }
  try {
    return open();
  } catch (error) {
    if (!(error instanceof TesseraError) || error.code !== 'DATABASE_CORRUPT') throw error;
    const backup = newestGoodBackup({ home, binding });
    if (backup === null) throw error;
    log(`the database is damaged (${String(error.cause)}); ${backup.name} takes its place`);
    restoreBackup({ home, binding, backup, cause: 'damaged', now: clock() });
    return open();
  }
}

function wanted(
  name: string | null,
  place: { readonly home: string; readonly binding?: string | undefined },
): BackupFile {
  const backup = name === null ? newestGoodBackup(place) : findBackup(place.home, name);
  if (backup !== null) return backup;
  throw new TesseraError(
    'FILE_NOT_FOUND',
    name === null
      ? 'There is no backup that could be put in place. Tessera makes one a day while it is used.'
      : `There is no backup called ${name}. \`tessera backup --list\` shows what there is.`,
  );
}
