// A library from before run times were kept, opened by this version: what was in it stays, and times can be learned.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { ModelId } from '../../../../shared/domain/ids.ts';
import { openStore } from '../../../../main/store/database.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { runTimes } from '../../../../main/store/migrations/0013-run-times.ts';
import { createRunTimeTable, type RunTime } from '../../../../main/store/run-time-table.ts';
import { temporaryFolder } from '../fixtures.ts';

const model = ModelId.parse('tiny');
const run: RunTime = {
  model,
  provider: 'cpu',
  width: 64,
  height: 64,
  guided: true,
  loadingMs: null,
  encodingMs: 1,
  stepMs: 2,
  decodingMs: 3,
  peakBytes: null,
};

test('an older library learns how long runs take', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const before = new Database(file);
  for (const step of migrations.slice(0, migrations.indexOf(runTimes))) before.exec(step);
  before.prepare("INSERT INTO settings (name, value) VALUES ('theme', '\"dark\"')").run();
  before.pragma(`user_version = ${migrations.indexOf(runTimes)}`);
  before.close();

  const store = openStore({ file, log: () => {} });
  const table = createRunTimeTable(store);
  table.add({ ...run, loadingMs: 400, peakBytes: 9 });
  table.add(run);
  expect(table.ofModel(model)).toEqual([run, { ...run, loadingMs: 400, peakBytes: 9 }]);
  expect(table.ofModel(ModelId.parse('other'))).toEqual([]);
  expect(store.database.prepare('SELECT count(*) AS n FROM settings').get()).toEqual({ n: 1 });
});

test('only the last twelve runs of a kind are kept', () => {
  const table = createRunTimeTable(openStore({ file: join(temporaryFolder(), 'tessera.db'), log: () => {} }));
  for (let stepMs = 0; stepMs < 20; stepMs += 1) table.add({ ...run, stepMs });
  table.add({ ...run, provider: 'webgpu' });
  table.add({ ...run, width: 128 });
  const ofKind = table.ofModel(model).filter(({ provider, width }) => provider === 'cpu' && width === 64);
  expect(ofKind.map(({ stepMs }) => stepMs)).toEqual(Array.from({ length: 12 }, (_, at) => 19 - at));
  expect(table.ofModel(model)).toHaveLength(14);
});
