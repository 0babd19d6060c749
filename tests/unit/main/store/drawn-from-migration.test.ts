// What pictures were made of comes to a database that has pictures already.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { createImageTable } from '../../../../main/store/image-table.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { drawnFrom } from '../../../../main/store/migrations/0006-drawn-from.ts';
import { ImageId } from '../../../../shared/domain/ids.ts';
import { temporaryFolder } from '../fixtures.ts';

const made = {
  name: 'blobs',
  title: 'Blobs',
  licence: 'MIT',
  author: 'Somebody',
  source: null,
  drawings: [{ name: 'dog', label: 'dog', leads: true }],
};

test('pictures from before are made of nothing known, and new ones are remembered', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const before = new Database(file);
  for (const step of migrations.slice(0, migrations.indexOf(drawnFrom))) before.exec(step);
  before.exec(
    `INSERT INTO jobs (id, door, state, request, task, stage, position, created_at)
       VALUES ('a', 'test', 'completed', '{}', '{}', 'finished', 1, '2026-11-21T10:00:00.000Z');
     INSERT INTO images (id, job, place, kind, state, seed, variations, width, height, file, size_bytes, sha256, created_at)
       VALUES ('a-0', 'a', 0, 'generated', 'ready', 7, '[]', 64, 64, 'a.png', 9, 'x', '2026-11-21T10:00:00.000Z'),
              ('a-1', 'a', 1, 'generated', 'planned', 8, '[]', 64, 64, NULL, NULL, NULL, '2026-11-21T10:00:00.000Z')`,
  );
  before.pragma(`user_version = ${migrations.indexOf(drawnFrom)}`);
  before.close();

  const store = openStore({ file, log: () => {} });
  const images = createImageTable(store);
  const [old, fresh] = [ImageId.parse('a-0'), ImageId.parse('a-1')];
  images.finish(
    fresh,
    { file: 'b.png', width: 64, height: 64, sizeBytes: 9, sha256: 'y', drawnFrom: [made] },
    { prompt: 'a dog', negativePrompt: '', model: 'stickers' },
  );

  expect(images.find(old)).toMatchObject({ state: 'ready', file: 'a.png' });
  expect(images.drawnFrom(old)).toEqual([]);
  expect(images.drawnFrom(fresh)).toEqual([made]);
  expect(images.drawnFrom(ImageId.parse('gone'))).toEqual([]);
  store.close();
});
