// tessera backup and tessera restore: copies of the database, made, listed, and put in its place.

import type { BackupFile, Restoration } from '../../shared/domain/backup.ts';
import { withStudio } from './open-studio.ts';
import type { Terminal } from './terminal.ts';

export async function backUp({ list }: { readonly list: boolean }, terminal: Terminal): Promise<void> {
  if (list) {
    const { backups } = await withStudio((studio) => studio.call('backups.list', {}));
    if (backups.length === 0) terminal.say('There is no backup yet. `tessera backup` makes one.');
    for (const backup of backups) terminal.say(`  ${backup.name}  ${sizeOf(backup)}`);
    terminal.document({ backups });
    return;
  }
  const backup = await withStudio((studio) => studio.call('backups.create', {}));
  terminal.say(`Copied to backups/${backup.name} in the data folder (${sizeOf(backup)}).`);
  terminal.document(backup);
}

/** @throws FILE_NOT_FOUND, DATABASE_CORRUPT, DATABASE_FROM_THE_FUTURE; DATA_FOLDER_IN_USE while the app is open */
export async function restore(backup: string | null, terminal: Terminal): Promise<void> {
  const restoration = await withStudio(
    async (studio) => {
      const told = await studio.core.backups.takeUp();
      // Told here and now, so that the window need not tell it again.
      await studio.call('backups.acknowledge', {});
      return told;
    },
    { restore: { backup } },
  );
  for (const line of restoration === null ? [] : linesOf(restoration)) terminal.say(line);
  terminal.document(restoration);
}

function linesOf({ backup, aside, adopted }: Restoration): string[] {
  const lines = [
    `The database is now the backup of ${backup.createdAt}.`,
    `What it replaced is kept as backups/${aside} in the data folder.`,
  ];
  if (adopted === null) return lines;
  const { pictures, unknown, missing } = adopted;
  lines.push(`Pictures made since, taken up again from their files: ${pictures}.`);
  if (unknown > 0) lines.push(`Files in the library folder that do not say how they were drawn: ${unknown}.`);
  if (missing > 0) lines.push(`Pictures of the backup whose files are gone: ${missing}.`);
  lines.push('Lost are jobs without a finished picture, and favourites, tags and settings changed since.');
  return lines;
}

function sizeOf({ sizeBytes }: BackupFile): string {
  return `${Math.ceil(sizeBytes / 1024)} KB`;
}
