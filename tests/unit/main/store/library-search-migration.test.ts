// Searching by model, style and tags comes to a database that has pictures already.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { createLibrarySearchTable } from '../../../../main/store/library-search-table.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { librarySearch } from '../../../../main/store/migrations/0009-library-search.ts';
import { parseQuery } from '../../../../shared/library-query/parse-query.ts';
import { exampleJob } from '../../renderer/example-job.ts';
import { temporaryFolder } from '../fixtures.ts';

test('pictures from before are found by their words, their model and their style', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const { task } = exampleJob('a', 1);
  const styled = { ...task, recipe: { ...task.recipe, style: 'ink' } };
  const before = new Database(file);
  for (const step of migrations.slice(0, migrations.indexOf(librarySearch))) before.exec(step);
  before
    .prepare(
      `INSERT INTO jobs (id, door, state, request, task, stage, position, created_at)
       VALUES ('a', 'test', 'completed', '{}', ?, 'finished', 1, '2026-11-21T10:00:00.000Z')`,
    )
    .run(JSON.stringify(styled));
  before.exec(
    `INSERT INTO images (number, id, job, place, kind, state, seed, variations, width, height, file, size_bytes, sha256, created_at)
       VALUES (5, 'a-0', 'a', 0, 'generated', 'ready', 7, '[]', 64, 64, 'a.png', 9, 'x', '2026-11-21T10:00:00.000Z'),
              (6, 'a-1', 'a', 1, 'generated', 'planned', 8, '[]', 64, 64, NULL, NULL, NULL, '2026-11-21T10:00:00.000Z'),
              (7, 'a-2', 'a', 2, 'generated', 'trashed', 9, '[]', 64, 64, 'c.png', 9, 'z', '2026-11-21T10:00:00.000Z');
     INSERT INTO image_words (rowid, prompt, negative_prompt, model) VALUES (5, 'une pomme d’été', 'mur', 'mock'), (7, 'une pomme', '', 'mock')`,
  );
  before.pragma(`user_version = ${migrations.indexOf(librarySearch)}`);
  before.close();

  const store = openStore({ file, log: () => {} });
  const table = createLibrarySearchTable(store);
  const found = (line: string) =>
    table.page({ terms: parseQuery(line).terms, before: null, limit: 9 }).map(({ item }) => item.image.id);

  expect(found('')).toEqual(['a-0']);
  expect(found(`model:"${task.recipe.model}" style:ink pomm`)).toEqual(['a-0']);
  expect(found('ete negative:mur')).toEqual(['a-0']);
  expect(found('mur')).toEqual([]);
  expect(found('style:water')).toEqual([]);
  expect(found('is:favourite')).toEqual([]);
  store.close();
});
