// Copies of the database, and what became of a database that one of them replaced.

import { z } from 'zod';

/** daily: made by itself; migration: before a new version changed the tables; asked: by a person. */
export const backupReasons = ['daily', 'migration', 'asked'] as const;
export const BackupReason = z.enum(backupReasons);
export type BackupReason = z.infer<typeof BackupReason>;

export const BackupFile = z.strictObject({
  /** Name of the file in the data folder's `backups`. */
  name: z.string(),
  reason: BackupReason,
  createdAt: z.iso.datetime(),
  sizeBytes: z.int().nonnegative(),
});
export type BackupFile = z.infer<typeof BackupFile>;

export const Restoration = z.strictObject({
  at: z.iso.datetime(),
  /** damaged: by itself, because the database could not be read; asked: by `tessera restore`. */
  cause: z.enum(['damaged', 'asked']),
  backup: BackupFile,
  /** Name of what was replaced, kept in the same folder. */
  aside: z.string(),
  /** Pictures that the backup did not know and that were taken up from their files; null until all were looked at. */
  adopted: z
    .strictObject({
      pictures: z.int().nonnegative(),
      /** Files in the library folder that do not say how they were drawn; they stay where they are. */
      unknown: z.int().nonnegative(),
      /** Pictures the backup knows whose files are gone. */
      missing: z.int().nonnegative(),
    })
    .nullable(),
});
export type Restoration = z.infer<typeof Restoration>;
