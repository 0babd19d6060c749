// A library from before there were LoRAs, opened by this version: what was in it stays, and LoRAs can be remembered.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { createLoraTable } from '../../../../main/store/lora-table.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { loras } from '../../../../main/store/migrations/0008-loras.ts';
import { temporaryFolder } from '../fixtures.ts';

test('an older library learns to remember LoRAs', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const before = new Database(file);
  for (const step of migrations.slice(0, migrations.indexOf(loras))) before.exec(step);
  before.prepare("INSERT INTO settings (name, value) VALUES ('theme', '\"dark\"')").run();
  before.pragma(`user_version = ${migrations.indexOf(loras)}`);
  before.close();

  const store = openStore({ file, log: () => {} });
  const table = createLoraTable(store);
  const facts = { sha256: 'a'.repeat(64), sizeBytes: 9, layers: { unet: 3 }, base: null };
  table.insert({ id: 'glow', path: '/loras/glow.safetensors', facts, createdAt: '2026-11-21T00:00:00.000Z' });
  expect(table.all()).toEqual([{ id: 'glow', path: '/loras/glow.safetensors', facts }]);
  expect([table.remove('glow'), table.remove('glow')]).toEqual([true, false]);
  expect(store.database.prepare('SELECT count(*) AS n FROM settings').get()).toEqual({ n: 1 });
});
