import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { first } from '../../../../main/store/migrations/0001-first.ts';
import { outbox } from '../../../../main/store/migrations/0003-outbox.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { temporaryFolder } from '../fixtures.ts';

const insertJob =
  "INSERT INTO jobs (id, door, state, request, task, stage, position, created_at) VALUES ('a', 'test', 'completed', '{}', '{}', 'finished', 1, '2026-11-21T10:00:00.000Z')";

test('the outbox joins a database that has jobs already, and goes with them', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const before = new Database(file);
  for (const step of migrations.slice(0, migrations.indexOf(outbox))) before.exec(step);
  before.exec(insertJob);
  before.pragma(`user_version = ${migrations.indexOf(outbox)}`);
  before.close();

  const store = openStore({ file, log: () => {} });
  store.database.exec(
    "INSERT INTO outbox (id, job, kind, destination, payload, next_at, created_at) VALUES ('a:completed', 'a', 'completed', 'webhook', '{}', 0, '2026-11-21T10:00:01.000Z')",
  );
  const count = () => store.database.prepare('SELECT count(*) FROM outbox').pluck().get();

  expect(store.database.prepare('SELECT id FROM jobs').pluck().all()).toEqual(['a']);
  expect(count()).toBe(1);
  store.database.exec("DELETE FROM jobs WHERE id = 'a'");
  expect(count()).toBe(0);
  store.close();
  expect(migrations[0]).toBe(first);
});
