// The settings table: one JSON value per name.

import { z } from 'zod';
import type { Store } from './database.ts';

export type SettingsTable = ReturnType<typeof createSettingsTable>;

export function createSettingsTable(store: Store) {
  const all = store.database.prepare('SELECT name, value FROM settings');
  const put = store.database.prepare(
    'INSERT INTO settings (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return {
    all(): Readonly<Record<string, string>> {
      const rows = z.array(z.object({ name: z.string(), value: z.string() })).parse(all.all());
      return Object.fromEntries(rows.map((row) => [row.name, row.value]));
    },
    put(name: string, value: string): void {
      put.run({ name, value });
    },
  };
}
