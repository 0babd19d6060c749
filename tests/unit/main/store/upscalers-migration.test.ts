// A library from before there were upscalers, opened by this version: what was in it stays, and networks can be remembered.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { upscalers } from '../../../../main/store/migrations/0007-upscalers.ts';
import { createUpscalerTable } from '../../../../main/store/upscaler-table.ts';

test('an older library learns to remember upscalers', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'upscalers-migration-')), 'tessera.db');
  const before = new Database(file);
  for (const step of migrations.slice(0, migrations.indexOf(upscalers))) before.exec(step);
  before.prepare("INSERT INTO settings (name, value) VALUES ('theme', '\"dark\"')").run();
  before.pragma(`user_version = ${migrations.indexOf(upscalers)}`);
  before.close();

  const store = openStore({ file, log: () => {} });
  const table = createUpscalerTable(store);
  const passes = [{ file: 'x2.onnx', factor: 2 as const }];
  const manifest = {
    name: 'A',
    licence: null,
    source: null,
    range: 1 as const,
    channels: 'rgb' as const,
    factors: [{ factor: 2 as const, passes }],
  };
  table.insert({ id: 'a', folder: '/models/a', manifest, createdAt: '2026-11-21T00:00:00.000Z' });
  expect(table.all()).toEqual([{ id: 'a', folder: '/models/a', manifest }]);
  expect([table.remove('a'), table.remove('a')]).toEqual([true, false]);
  expect(store.database.prepare('SELECT count(*) AS n FROM settings').get()).toEqual({ n: 1 });
});
