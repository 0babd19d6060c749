// What pictures look like comes to a database that has pictures already: all of them wait to be described.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { pictureTraits } from '../../../../main/store/migrations/0016-picture-traits.ts';
import { createTraitsTable } from '../../../../main/store/traits-table.ts';
import { ImageId } from '../../../../shared/domain/ids.ts';
import { descriptionLength } from '../../../../shared/domain/picture-traits.ts';
import { temporaryFolder } from '../fixtures.ts';

test('pictures of the library wait to be described, those in the trash do not', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const before = new Database(file);
  for (const step of migrations.slice(0, migrations.indexOf(pictureTraits))) before.exec(step);
  before.exec(
    `INSERT INTO jobs (id, door, state, request, task, stage, position, created_at)
       VALUES ('a', 'test', 'completed', '{}', '{}', 'finished', 1, '2026-11-21T10:00:00.000Z');
     INSERT INTO images (number, id, job, place, kind, state, seed, width, height, file, size_bytes, sha256, created_at)
       VALUES (5, 'a-0', 'a', 0, 'generated', 'ready', 7, 64, 64, 'a.png', 9, 'x', '2026-11-21T10:00:00.000Z'),
              (6, 'a-1', 'a', 1, 'generated', 'ready', 8, 64, 64, 'b.png', 9, 'y', '2026-11-21T10:00:00.000Z'),
              (7, 'a-2', 'a', 2, 'generated', 'trashed', 9, 64, 64, 'c.png', 9, 'z', '2026-11-21T10:00:00.000Z')`,
  );
  before.pragma(`user_version = ${migrations.indexOf(pictureTraits)}`);
  before.close();

  const store = openStore({ file, log: () => {} });
  const table = createTraitsTable(store);
  const [first, second] = [ImageId.parse('a-0'), ImageId.parse('a-1')];
  expect(table.undescribed(9).map(({ id }) => id)).toEqual([second, first]);

  const description = Buffer.alloc(descriptionLength, 7).toString('base64');
  table.put(first, { hash: '00ff'.repeat(4), description });
  table.put(second, null);
  expect(table.undescribed(9)).toEqual([]);
  expect(table.find(first)?.hash).toBe('00ff'.repeat(4));
  expect([table.find(second), table.page(0, 9).map(({ number }) => number)]).toEqual([null, [5]]);
  expect(table.waiting()).toBe(0);
  store.close();
});
