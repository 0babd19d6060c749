// Calls and the event about copies of the database, and about the one that replaced it.

import { z } from 'zod';
import { BackupFile, Restoration } from '../domain/backup.ts';
import { call } from './call.ts';

const Backups = z.strictObject({
  /** The newest first. */
  backups: z.array(BackupFile),
  /** Why the last copy could not be made; null when it could. */
  problem: z.string().nullable(),
  /** The last time a backup took the database's place, until someone has read of it. */
  restoration: Restoration.nullable(),
});

export const backupCalls = {
  'backups.list': call({
    summary: 'The copies of the database, and whether one of them took its place.',
    access: 'read',
    input: z.strictObject({}),
    output: Backups,
  }),
  'backups.create': call({
    summary: 'Copy the database now.',
    access: 'admin',
    input: z.strictObject({}),
    output: BackupFile,
  }),
  'backups.acknowledge': call({
    summary: 'Say that the last restoration was read of; it is not told again.',
    access: 'admin',
    input: z.strictObject({}),
    output: Backups,
  }),
} as const;

export const backupEvents = {
  'backups.changed': Backups,
} as const;
