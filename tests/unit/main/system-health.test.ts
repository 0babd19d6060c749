// What the app says of its parts when they fail for real: a database that takes no write, a disk that takes none.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemHealth } from '../../../main/system-health.ts';
import { openStudio } from './fixtures.ts';

function look() {
  const studio = openStudio();
  mkdirSync(join(studio.home, 'cache'), { recursive: true });
  const { home, store, engine, jobsTable } = studio;
  const health = () =>
    systemHealth({ home, version: '0', startedAt: 0, clock: () => 1000, store, jobs: jobsTable, engine });
  return { ...studio, health };
}

test('all is well, and asking leaves nothing behind', async () => {
  const { health, store } = look();
  expect((await health()).status).toBe('healthy');
  expect(store.database.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'health_probe'").pluck().get()).toBe(
    0,
  );
});

test('a database that can only be read degrades the whole', async () => {
  const { health, store } = look();
  store.database.pragma('query_only = ON');
  expect(await health()).toMatchObject({
    status: 'degraded',
    services: expect.arrayContaining([
      {
        name: 'database',
        status: 'degraded',
        message: expect.stringContaining('not written'),
        latencyMs: expect.any(Number),
      },
    ]),
  });
});

test('a database that is full degrades the whole', async () => {
  const { health, store } = look();
  // Pages that lie free within the file would take what is written.
  store.database.exec('VACUUM');
  const pages = Number(store.database.pragma('page_count', { simple: true }));
  store.database.pragma(`max_page_count = ${pages}`);
  expect(await health()).toMatchObject({
    status: 'degraded',
    services: expect.arrayContaining([
      expect.objectContaining({ name: 'database', message: expect.stringContaining('full') }),
    ]),
  });
});

test('a host that died and has done nothing since degrades the whole', async () => {
  const { health, engine } = look();
  const before = engine.health();
  engine.health = () => ({ ...before, state: 'idle', fallen: true });
  expect(await health()).toMatchObject({
    status: 'degraded',
    services: expect.arrayContaining([expect.objectContaining({ name: 'engine', status: 'degraded' })]),
  });
});
