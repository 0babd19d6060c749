// The trash and collections come to a database that has trashed pictures already.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { collectionsAndTrash } from '../../../../main/store/migrations/0011-collections-and-trash.ts';
import { exampleJob } from '../../renderer/example-job.ts';
import { temporaryFolder } from '../fixtures.ts';

test('pictures trashed before know since when: their job’s deletion, or else their own day', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const { task } = exampleJob('a', 1);
  const before = new Database(file);
  const version = migrations.indexOf(collectionsAndTrash);
  for (const step of migrations.slice(0, version)) before.exec(step);
  before
    .prepare(
      `INSERT INTO jobs (id, door, state, request, task, stage, position, created_at, deleted_at)
       VALUES ('a', 'test', 'completed', '{}', @task, 'finished', 1, '2026-11-20T10:00:00.000Z', '2026-11-21T12:00:00.000Z'),
              ('b', 'test', 'completed', '{}', @task, 'finished', 2, '2026-11-20T10:00:00.000Z', NULL)`,
    )
    .run({ task: JSON.stringify(task) });
  before.exec(
    `INSERT INTO images (id, job, place, kind, state, seed, width, height, file, size_bytes, sha256, created_at)
     VALUES ('a-0', 'a', 0, 'generated', 'trashed', 7, 64, 64, 'a.png', 9, 'x', '2026-11-20T10:00:00.000Z'),
            ('b-0', 'b', 0, 'generated', 'trashed', 8, 64, 64, 'b.png', 9, 'x', '2026-11-20T10:00:00.000Z'),
            ('b-1', 'b', 1, 'generated', 'ready', 9, 64, 64, 'c.png', 9, 'x', '2026-11-20T10:00:00.000Z')`,
  );
  before.pragma(`user_version = ${version}`);
  before.close();

  const store = openStore({ file, log: () => {} });

  expect(store.database.prepare('SELECT id, trashed_at FROM images ORDER BY id').all()).toEqual([
    { id: 'a-0', trashed_at: '2026-11-21T12:00:00.000Z' },
    { id: 'b-0', trashed_at: '2026-11-20T10:00:00.000Z' },
    { id: 'b-1', trashed_at: null },
  ]);
  expect(store.database.prepare('SELECT count(*) AS n FROM collections').get()).toEqual({ n: 0 });
  store.close();
});
