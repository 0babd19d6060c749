// From the schema without storyboards, with data, to the one that has them.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { storyboards } from '../../../../main/store/migrations/0002-storyboards.ts';
import { temporaryFolder } from '../fixtures.ts';

it('keeps the jobs of a library that knew no storyboards, and makes their tables', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const before = migrations.indexOf(storyboards);
  const old = new Database(file);
  for (const step of migrations.slice(0, before)) old.exec(step);
  old.pragma(`user_version = ${before}`);
  old
    .prepare(
      "INSERT INTO jobs (id, door, state, request, task, stage, position, created_at) VALUES ('j', 'cli', 'completed', '{}', '{}', 'finished', 1, '2026-11-20T10:00:00.000Z')",
    )
    .run();
  old.close();

  const store = openStore({ file, log: () => {} });
  expect(store.database.prepare('SELECT id FROM jobs').pluck().all()).toEqual(['j']);
  store.database.prepare("INSERT INTO projects VALUES ('p', 'A film', '', '{}', '2026', '2026', NULL)").run();
  expect(() =>
    store.database
      .prepare(
        "INSERT INTO shots (id, project, place, name, prompt, duration_seconds, shot_type, created_at, updated_at) VALUES ('s', 'nobody', 0, 'n', 'p', 1, 'wide', '2026', '2026')",
      )
      .run(),
  ).toThrowError('FOREIGN KEY');
  store.close();
});
