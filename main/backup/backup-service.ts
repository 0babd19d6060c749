// Copies the database once a day and when asked, and tells of the backup that took its place until someone has read of it.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CallOutput } from '../../shared/contract/index.ts';
import type { BackupFile, BackupReason, Restoration } from '../../shared/domain/backup.ts';
import { TesseraError, toEnvelope } from '../../shared/errors.ts';
import type { EventHub } from '../event-hub.ts';
import { copyOnline } from '../store/database-copy.ts';
import { inWords, type Store } from '../store/database.ts';
import type { AdoptPictures } from './adopt-pictures.ts';
import { backupFolder, backupName, findBackup, listBackups, tidyBackups } from './backup-folder.ts';
import { forgetRestoration, readRestoration, writeRestoration } from './restoration-record.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** A start has better things to do; whoever stays shorter is copied at the end. */
const firstLookMs = 60_000;
/** How often it is looked whether a day has passed: a timer of a whole day would not notice that the machine slept. */
const lookMs = 30 * 60 * 1000;

export interface BackupService {
  list(): CallOutput<'backups.list'>;
  /** @throws DISK_FULL, DATA_FOLDER_READ_ONLY, DATABASE_CORRUPT when what was copied is damaged */
  create(): Promise<BackupFile>;
  acknowledge(): CallOutput<'backups.list'>;
  /** Takes up the pictures that a restoration left behind. @returns what is to be told of it; null when there was none */
  takeUp(): Promise<Restoration | null>;
  /**
   * Begins to copy daily.
   * @param work called once the pictures of a restoration are taken up again, or at once when there was none: a queue that
   *   worked before would draw them anew
   */
  start(work: () => void): void;
  close(): Promise<void>;
}

export function createBackupService(options: {
  readonly home: string;
  readonly store: Store;
  readonly binding?: string | undefined;
  readonly adopt: AdoptPictures;
  readonly events: Pick<EventHub, 'announce'>;
  readonly clock: () => number;
  readonly log: (line: string) => void;
}): BackupService {
  const { home, store, binding, events, clock, log } = options;
  let problem: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  /** One at a time: two copies would only make each other slow. */
  let under = Promise.resolve();
  let closing = false;
  let unlooked = false;

  function list(): CallOutput<'backups.list'> {
    return { backups: listBackups(home), problem, restoration: readRestoration(home) };
  }

  function announce(): CallOutput<'backups.list'> {
    const now = list();
    events.announce('backups.changed', now);
    return now;
  }

  async function copy(reason: BackupReason): Promise<BackupFile> {
    const name = backupName(reason, clock());
    try {
      mkdirSync(backupFolder(home), { recursive: true });
      await copyOnline(store.database, { target: join(backupFolder(home), name), binding });
      tidyBackups(home);
    } catch (error) {
      throw inWords(error);
    }
    const made = findBackup(home, name);
    if (made === null) throw new TesseraError('FILE_NOT_FOUND', 'The backup was made and is gone. Try again.');
    return made;
  }

  function told(trouble: string | null): void {
    problem = trouble;
    if (!closing) announce();
  }

  function copyInTurn(reason: BackupReason): Promise<BackupFile> {
    const made = under
      .then(() => copy(reason))
      .then(
        (backup) => {
          told(null);
          return backup;
        },
        (error: unknown) => {
          log(`a backup could not be made: ${String(error)}`);
          told(toEnvelope(error).message);
          throw error;
        },
      );
    under = made.then(
      () => {},
      () => {},
    );
    return made;
  }

  async function takeUp(): Promise<Restoration | null> {
    const restoration = readRestoration(home);
    if (restoration === null || restoration.adopted !== null) return restoration;
    const adopted = await options.adopt({ isWanted: () => !closing });
    // Cut off by the end of the app, it goes on at the next start.
    if (closing) return restoration;
    const told = { ...restoration, adopted };
    writeRestoration(home, told);
    log(`restored from ${restoration.backup.name}: ${JSON.stringify(adopted)}`);
    announce();
    return told;
  }

  /** A backup of tomorrow means that the clock was set back; it says nothing of when the last one was made. */
  function isDue(): boolean {
    if (store.database.prepare('SELECT 1 FROM jobs LIMIT 1').get() === undefined) return false;
    const last = listBackups(home).find(({ createdAt }) => Date.parse(createdAt) <= clock());
    return last === undefined || clock() - Date.parse(last.createdAt) >= dayMs;
  }

  function copyIfDue(): void {
    // Its failure is told by `problem`; the next look tries again.
    if (isDue()) copyInTurn('daily').catch(() => undefined);
  }

  function look(): void {
    unlooked = false;
    copyIfDue();
    timer = setTimeout(look, lookMs);
  }

  return {
    list,
    create: () => copyInTurn('asked'),
    takeUp,
    acknowledge() {
      // What is not taken up yet is still to be told.
      if (readRestoration(home)?.adopted !== null) forgetRestoration(home);
      return announce();
    },
    start(work) {
      const begin = () => {
        if (closing) return;
        unlooked = true;
        timer = setTimeout(look, firstLookMs);
        work();
      };
      if (readRestoration(home)?.adopted !== null) return begin();
      under = takeUp()
        .catch((error: unknown) => log(`pictures could not be taken up again: ${String(error)}`))
        .then(begin);
    },
    async close() {
      closing = true;
      clearTimeout(timer);
      if (unlooked) copyIfDue();
      await under;
    },
  };
}
