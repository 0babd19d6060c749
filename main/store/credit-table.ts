// The credit ledger: entries are only ever added, and a balance is their sum.

import { z } from 'zod';
import type { CreditEntry } from '../../shared/domain/credit.ts';
import { ImageId, JobId } from '../../shared/domain/ids.ts';
import type { Store } from './database.ts';

const EntryRow = z.object({
  holder: z.string(),
  amount: z.int(),
  job: JobId.nullable(),
  image: ImageId.nullable(),
  created_at: z.string(),
});
const HolderRow = z.object({ holder: z.string(), balance: z.int(), reserved: z.int() });

export type CreditTable = ReturnType<typeof createCreditTable>;

export function createCreditTable(store: Store) {
  const sql = store.database;
  const balance = sql.prepare('SELECT coalesce(sum(amount), 0) FROM credit_entries WHERE holder = ?').pluck();
  // Pictures still to come of jobs under way; a failed or cancelled job holds nothing back.
  const pending = `SELECT coalesce(sum(credit_jobs.images - (
       SELECT count(*) FROM credit_entries WHERE credit_entries.job = credit_jobs.job AND image IS NOT NULL)), 0)
     FROM credit_jobs JOIN jobs ON jobs.id = credit_jobs.job
     WHERE jobs.state IN ('queued', 'running', 'paused')`;
  const reserved = sql.prepare(`${pending} AND credit_jobs.holder = ?`).pluck();
  const holders = sql.prepare(
    `SELECT holder, sum(amount) AS balance, (${pending} AND credit_jobs.holder = credit_entries.holder) AS reserved
     FROM credit_entries GROUP BY holder ORDER BY holder LIMIT 1000`,
  );
  const holderOf = sql.prepare('SELECT holder FROM credit_jobs WHERE job = ?').pluck();
  const pendingOf = sql
    .prepare(
      `SELECT images - (SELECT count(*) FROM credit_entries WHERE credit_entries.job = credit_jobs.job AND image IS NOT NULL)
       FROM credit_jobs WHERE job = ?`,
    )
    .pluck();
  const hold = sql.prepare('INSERT OR IGNORE INTO credit_jobs (job, holder, images) VALUES (?, ?, ?)');
  const release = sql.prepare('DELETE FROM credit_jobs WHERE job = ?');
  const enter = sql.prepare(
    `INSERT OR IGNORE INTO credit_entries (holder, amount, job, image, created_at)
     VALUES (@holder, @amount, @job, @image, @createdAt)`,
  );
  const entries = sql.prepare('SELECT * FROM credit_entries WHERE holder = ? ORDER BY number DESC LIMIT ?');
  return {
    balance: (holder: string): number => z.int().parse(balance.get(holder)),
    reserved: (holder: string): number => z.int().parse(reserved.get(holder)),
    holders: () => holders.all().map((row) => HolderRow.parse(row)),
    holderOf: (job: JobId): string | null =>
      z
        .string()
        .nullable()
        .parse(holderOf.get(job) ?? null),
    /** Pictures of this job that were not charged yet, whatever state it is in. */
    pending: (job: JobId): number => z.int().parse(pendingOf.get(job) ?? 0),
    hold: (job: JobId, holder: string, images: number): void => void hold.run(job, holder, images),
    release: (job: JobId): void => void release.run(job),
    /** A picture that was charged for already is left alone. */
    enter: (entry: CreditEntry): void => void enter.run(entry),
    entries: (holder: string, limit: number): CreditEntry[] =>
      entries.all(holder, limit).map((raw) => {
        const { created_at, ...row } = EntryRow.parse(raw);
        return { ...row, createdAt: created_at };
      }),
  };
}
