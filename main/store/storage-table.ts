// What pictures take of the disk, summed up by what made them and when.

import { z } from 'zod';
import type { Store } from './database.ts';

const Bytes = z.int().nonnegative();
const Share = z.object({ name: z.string(), pictures: z.int(), bytes: Bytes });
const Total = z.object({ pictures: z.int(), bytes: Bytes });

export type StorageTable = ReturnType<typeof createStorageTable>;

export function createStorageTable({ database: sql }: Store) {
  const sums = 'count(*) AS pictures, coalesce(sum(size_bytes), 0) AS bytes FROM images';
  const total = sql.prepare(`SELECT ${sums} WHERE state = ?`);
  const models = sql.prepare(
    `SELECT model AS name, ${sums} WHERE state = 'ready' GROUP BY model ORDER BY bytes DESC, model`,
  );
  // Months of this machine, as a search counts them.
  const months = sql.prepare(
    `SELECT strftime('%Y-%m', created_at, 'localtime') AS name, ${sums} WHERE state = 'ready' GROUP BY name ORDER BY name DESC`,
  );

  return {
    sizes() {
      return {
        kept: Total.parse(total.get('ready')),
        trash: Total.parse(total.get('trashed')),
        models: models.all().map((row) => Share.parse(row)),
        months: months.all().map((row) => Share.parse(row)),
      };
    },
  };
}
