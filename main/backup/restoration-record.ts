// The note that a backup took the database's place, kept in a file until its pictures are taken up and someone has read of it.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Restoration } from '../../shared/domain/backup.ts';
import { writeDurably } from '../durable-file.ts';
import { backupFolder } from './backup-folder.ts';

/** In a file of its own, because the database is what may be replaced or lost. */
function recordPath(home: string): string {
  return join(backupFolder(home), 'restoration.json');
}

/** @returns null when there is none, or one that cannot be read */
export function readRestoration(home: string): Restoration | null {
  try {
    return Restoration.parse(JSON.parse(readFileSync(recordPath(home), 'utf8')));
  } catch {
    return null;
  }
}

export function writeRestoration(home: string, restoration: Restoration): void {
  writeDurably(recordPath(home), Buffer.from(JSON.stringify(restoration)));
}

export function forgetRestoration(home: string): void {
  rmSync(recordPath(home), { force: true });
}
