// A library from before providers were tried, opened by this version: what was in it stays, and findings can be kept.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { ModelId } from '../../../../shared/domain/ids.ts';
import { openStore } from '../../../../main/store/database.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { providers } from '../../../../main/store/migrations/0017-providers.ts';
import { createProviderTable } from '../../../../main/store/provider-table.ts';
import { temporaryFolder } from '../fixtures.ts';

test('an older library learns what works on its machine, for one version at a time', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const before = new Database(file);
  for (const step of migrations.slice(0, migrations.indexOf(providers))) before.exec(step);
  before.prepare("INSERT INTO settings (name, value) VALUES ('theme', '\"dark\"')").run();
  before.pragma(`user_version = ${migrations.indexOf(providers)}`);
  before.close();

  const store = openStore({ file, log: () => {} });
  const table = createProviderTable(store);
  const model = ModelId.parse('sd');
  expect(table.findings('1.0.0')).toBeNull();
  const findings = [
    { name: 'cpu', works: true, problem: null },
    { name: 'webgpu', works: false, problem: 'webgpu did not start.' },
  ] as const;
  table.setFindings(findings, '1.0.0');
  expect([table.findings('1.0.0'), table.findings('1.1.0')]).toEqual([findings, null]);

  table.fail(model, 'webgpu', 'It crashed.');
  table.fail(model, 'webgpu', 'It crashed again.');
  expect(table.failures(model)).toEqual([{ name: 'webgpu', problem: 'It crashed again.' }]);
  table.setFindings(findings, '1.1.0');
  expect([table.failures(model), table.findings('1.0.0')]).toEqual([[], null]);
  expect(store.database.prepare('SELECT count(*) AS n FROM settings').get()).toEqual({ n: 1 });
});
