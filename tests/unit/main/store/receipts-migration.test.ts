// A library from before receipts were kept: its pictures have none, and those that follow share one when made alike.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { createLineageTable } from '../../../../main/store/lineage-table.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { receipts } from '../../../../main/store/migrations/0012-receipts.ts';
import { createReceiptTable } from '../../../../main/store/receipt-table.ts';
import { ImageId, SourceId } from '../../../../shared/domain/ids.ts';
import { temporaryFolder } from '../fixtures.ts';

test('pictures from before have no receipt, and new ones are given theirs', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const before = new Database(file);
  for (const step of migrations.slice(0, migrations.indexOf(receipts))) before.exec(step);
  before.exec(
    `INSERT INTO jobs (id, door, state, request, task, stage, position, created_at)
       VALUES ('a', 'test', 'completed', '{}', '{}', 'finished', 1, '2026-11-21T10:00:00.000Z');
     INSERT INTO images (id, job, place, kind, state, parent, seed, variations, width, height, created_at)
       VALUES ('a-0', 'a', 0, 'generated', 'ready', NULL, 7, '[]', 64, 64, '2026-11-21T10:00:00.000Z'),
              ('a-1', 'a', 1, 'variation', 'ready', 'a-0', 8, '[]', 64, 64, '2026-11-21T10:00:00.000Z'),
              ('a-2', 'a', 2, 'upscale', 'ready', 'a-1', 8, '[]', 64, 64, '2026-11-21T10:00:00.000Z')`,
  );
  before.pragma(`user_version = ${migrations.indexOf(receipts)}`);
  before.close();

  const store = openStore({ file, log: () => {} });
  const table = createReceiptTable(store);
  const [old, one, other] = ['a-0', 'a-1', 'a-2'].map((id) => ImageId.parse(id)) as [ImageId, ImageId, ImageId];
  const known = table.numberOf({ path: '/models/weights', sizeBytes: 9, modifiedMs: 1.5 });
  expect(table.numberOf({ path: '/models/weights', sizeBytes: 9, modifiedMs: 1.5 })).toBe(known);
  expect(table.numberOf({ path: '/models/weights', sizeBytes: 9, modifiedMs: 2.5 })).not.toBe(known);
  const receipt = {
    app: '1.0.0',
    platform: 'linux-x64',
    cpu: 'a processor',
    engine: { provider: 'cpu', versions: { onnxruntime: '1' } },
    weightTypes: ['float16'],
    files: [{ part: 'model' as const, owner: 'tiny', file: 'weights', known }],
  };
  table.give(one, receipt);
  table.give(other, receipt);
  expect([table.ofImage(old), table.ofImage(one), table.ofImage(other)]).toEqual([null, receipt, receipt]);
  expect(store.database.prepare('SELECT count(*) AS n FROM receipts').get()).toEqual({ n: 1 });

  const lineage = createLineageTable(store);
  expect(lineage.eldest(other)).toBe(old);
  expect(lineage.family(old, 2)).toEqual({ ids: [old, one], total: 3 });
  const source = SourceId.parse('b'.repeat(64));
  expect(lineage.origin(source)).toBeNull();
  lineage.setOrigin(source, one);
  lineage.setOrigin(source, other);
  expect(lineage.origin(source)).toBe(other);
  store.close();
});
