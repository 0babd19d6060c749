// The copies of the database in the data folder: their names, which there are, and which are old enough to go.

import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type BackupFile, BackupReason, backupReasons } from '../../shared/domain/backup.ts';
import { checksumFile } from '../store/database-copy.ts';

/** A week of days, and the last few versions: enough to notice a mistake, few enough to forget about. */
const kept: Readonly<Record<BackupReason, number>> = { daily: 7, migration: 3, asked: 10 };
/** What restorations replaced; each may be all there is of some work. */
const asideKept = 5;

const pattern = /^tessera-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([a-z]+)\.db$/;
const asidePattern = /^replaced-.*\.db$/;

export function backupFolder(home: string): string {
  return join(home, 'backups');
}

/** Names sort by time, and no two reasons share one. */
export function backupName(reason: BackupReason, at: number): string {
  return `tessera-${stamp(at)}-${reason}.db`;
}

export function asideName(at: number): string {
  return `replaced-${stamp(at)}.db`;
}

function stamp(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:.]/g, '');
}

/** The newest first. */
export function listBackups(home: string): BackupFile[] {
  return namesIn(home)
    .flatMap((name) => {
      const found = pattern.exec(name);
      const reason = BackupReason.safeParse(found?.[8]);
      if (found === null || !reason.success) return [];
      const [, year, month, day, hour, minute, second, fraction] = found;
      const createdAt = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}Z`;
      return [{ name, reason: reason.data, createdAt, sizeBytes: sizeOf(join(backupFolder(home), name)) }];
    })
    .toSorted((a, b) => (a.name < b.name ? 1 : -1));
}

export function findBackup(home: string, name: string): BackupFile | null {
  return listBackups(home).find((backup) => backup.name === name) ?? null;
}

/** Removes what is older than the last few of its kind. */
export function tidyBackups(home: string): void {
  const all = listBackups(home);
  const old = backupReasons.flatMap((reason) => all.filter((backup) => backup.reason === reason).slice(kept[reason]));
  const asides = namesIn(home)
    .filter((name) => asidePattern.test(name))
    .toSorted();
  const gone = [
    ...old.flatMap(({ name }) => [name, checksumFile(name)]),
    ...asides.slice(0, -asideKept).flatMap((name) => [name, `${name}-wal`]),
  ];
  for (const name of gone) rmSync(join(backupFolder(home), name), { force: true });
}

function namesIn(home: string): string[] {
  mkdirSync(backupFolder(home), { recursive: true });
  return readdirSync(backupFolder(home));
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
