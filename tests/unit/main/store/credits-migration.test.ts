// Credits come to a database that has jobs already.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createCreditTable } from '../../../../main/store/credit-table.ts';
import { openStore } from '../../../../main/store/database.ts';
import { createDialectJobTable } from '../../../../main/store/dialect-job-table.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { credits } from '../../../../main/store/migrations/0004-credits.ts';
import { JobId } from '../../../../shared/domain/ids.ts';
import { temporaryFolder } from '../fixtures.ts';

const id = JobId.parse('a');

test('the ledger and what dialects remember join a database that has jobs already', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const before = new Database(file);
  for (const step of migrations.slice(0, migrations.indexOf(credits))) before.exec(step);
  before.exec(
    "INSERT INTO jobs (id, door, state, request, task, stage, position, created_at, deleted_at) VALUES ('a', 'test', 'queued', '{}', '{}', 'waiting', 1, '2026-11-21T10:00:00.000Z', '2026-11-21T11:00:00.000Z')",
  );
  before.pragma(`user_version = ${migrations.indexOf(credits)}`);
  before.close();

  const store = openStore({ file, log: () => {} });
  const table = createCreditTable(store);
  table.hold(id, 'ada', 3);
  const dialects = createDialectJobTable(store);

  expect([table.balance('ada'), table.reserved('ada'), table.holderOf(id)]).toEqual([0, 3, 'ada']);
  expect(dialects.add({ id, dialect: 'grid', request: { prompt: 'x' }, at: '2026-11-21T10:00:00.000Z' })).toBe(true);
  expect(dialects.add({ id, dialect: 'image', request: {}, at: '2026-11-21T10:00:00.000Z' })).toBe(false);
  expect(dialects.find('grid', id)).toMatchObject({ state: 'open', request: { prompt: 'x' } });
  expect(dialects.find('image', id)).toBeNull();
  expect(dialects.isTrashed(id)).toBe(true);
  store.close();
});
