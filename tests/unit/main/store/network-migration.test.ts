// A library from before there was a ledger, opened by this version: what was in it stays, and requests are written down.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { network } from '../../../../main/store/migrations/0014-network.ts';
import { createNetworkTable } from '../../../../main/store/network-table.ts';
import { temporaryFolder } from '../fixtures.ts';

test('an older library learns to keep a ledger, and to remember downloads', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const before = new Database(file);
  for (const step of migrations.slice(0, migrations.indexOf(network))) before.exec(step);
  before.prepare("INSERT INTO settings (name, value) VALUES ('theme', '\"dark\"')").run();
  before.pragma(`user_version = ${migrations.indexOf(network)}`);
  before.close();

  const store = openStore({ file, log: () => {} });
  const table = createNetworkTable(store);
  const asked = {
    at: '2026-11-21T00:00:00.000Z',
    purpose: 'sync',
    method: 'POST',
    origin: 'https://a.example',
  } as const;
  expect(table.insert({ ...asked, isLocal: false, outcome: 'under-way' })).toMatchObject({ number: 1, status: null });
  expect(table.counts()).toEqual({ total: 1, left: 1 });
  expect(store.database.prepare('SELECT count(*) AS n FROM downloads').get()).toEqual({ n: 0 });
  expect(store.database.prepare('SELECT count(*) AS n FROM settings').get()).toEqual({ n: 1 });
});
