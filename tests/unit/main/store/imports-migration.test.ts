// Imports come to a database that has pictures drawn here, which stay as they are.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { createImageTable } from '../../../../main/store/image-table.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { imports } from '../../../../main/store/migrations/0010-imports.ts';
import { ImageId } from '../../../../shared/domain/ids.ts';
import { exampleJob } from '../../renderer/example-job.ts';
import { temporaryFolder } from '../fixtures.ts';

test('pictures from before keep their recipe and are not imported ones', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const { task } = exampleJob('a', 1);
  const before = new Database(file);
  for (const step of migrations.slice(0, migrations.indexOf(imports))) before.exec(step);
  before
    .prepare(
      `INSERT INTO jobs (id, door, state, request, task, stage, position, created_at)
       VALUES ('a', 'test', 'completed', '{}', ?, 'finished', 1, '2026-11-21T10:00:00.000Z')`,
    )
    .run(JSON.stringify(task));
  before.exec(
    `INSERT INTO images (id, job, place, kind, state, seed, width, height, file, size_bytes, sha256, created_at)
     VALUES ('a-0', 'a', 0, 'generated', 'ready', 7, 64, 64, 'a.png', 9, 'x', '2026-11-21T10:00:00.000Z')`,
  );
  before.pragma(`user_version = ${migrations.indexOf(imports)}`);
  before.close();

  const store = openStore({ file, log: () => {} });
  const item = createImageTable(store).findItem(ImageId.parse('a-0'));

  expect(item?.recipe?.prompt).toBe(task.recipe.prompt);
  expect(item?.imported).toBeUndefined();
  expect(store.database.prepare('SELECT count(*) AS n FROM imports').get()).toEqual({ n: 0 });
  store.close();
});
