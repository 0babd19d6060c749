// A library from before there were own styles, opened by this version: what was in it stays, and styles can be kept.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { styles } from '../../../../main/store/migrations/0014-styles.ts';
import { createStyleTable } from '../../../../main/store/style-table.ts';
import { StyleId } from '../../../../shared/domain/ids.ts';
import { temporaryFolder } from '../fixtures.ts';

test('an older library learns to keep styles', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const before = new Database(file);
  for (const step of migrations.slice(0, migrations.indexOf(styles))) before.exec(step);
  before.prepare("INSERT INTO settings (name, value) VALUES ('theme', '\"dark\"')").run();
  before.pragma(`user_version = ${migrations.indexOf(styles)}`);
  before.close();

  const store = openStore({ file, log: () => {} });
  const table = createStyleTable(store);
  const ink = { id: StyleId.parse('ink'), name: 'Ink', prompt: '{prompt}, ink', negativePrompt: '' };
  table.put(ink);
  expect(table.all()).toEqual([ink]);
  expect([table.remove(ink.id, '2026-11-21T00:00:00.000Z'), table.remove(ink.id, '2026-11-21T00:00:00.000Z')]).toEqual([
    true,
    false,
  ]);
  expect(table.all()).toEqual([]);
  expect(table.restore(ink.id)).toBe(true);
  expect(table.find(ink.id)).toEqual(ink);
  expect(store.database.prepare('SELECT count(*) AS n FROM settings').get()).toEqual({ n: 1 });
});
