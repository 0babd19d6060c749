// The form as it was left, under a name of its own among the settings, which leave names they do not know alone.

import { Draft } from '../../shared/contract/drafts.ts';
import type { Store } from './database.ts';
import { json } from './json-column.ts';

const name = 'draft.create';
const Stored = json(Draft);

export type DraftTable = ReturnType<typeof createDraftTable>;

export function createDraftTable({ database }: Store) {
  const read = database.prepare('SELECT value FROM settings WHERE name = ?').pluck();
  const write = database.prepare(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return {
    /** Null also for one that cannot be read any more: a form is sooner filled again than mended. */
    read(): Draft | null {
      const parsed = Stored.safeParse(read.get(name));
      return parsed.success ? parsed.data : null;
    },
    write(draft: Draft): void {
      write.run(name, JSON.stringify(draft));
    },
  };
}
