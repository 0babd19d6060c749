import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { createJobTable } from '../../../../main/store/job-table.ts';
import { jobRetries } from '../../../../main/store/migrations/0005-job-retries.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { JobId } from '../../../../shared/domain/ids.ts';
import { exampleJob } from '../../renderer/example-job.ts';
import { temporaryFolder } from '../fixtures.ts';

const a = JobId.parse('a');

test('a job of an older database was never tried again, waits for nothing, and can be given a time', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const before = new Database(file);
  for (const step of migrations.slice(0, migrations.indexOf(jobRetries))) before.exec(step);
  before
    .prepare(
      "INSERT INTO jobs (id, door, state, request, task, stage, position, created_at) VALUES ('a', 'test', 'queued', '{}', ?, 'waiting', 1, '2026-11-21T10:00:00.000Z')",
    )
    .run(JSON.stringify(exampleJob('a', 1).task));
  before.pragma(`user_version = ${migrations.indexOf(jobRetries)}`);
  before.close();

  const store = openStore({ file, log: () => {} });
  const jobs = createJobTable(store);
  expect(jobs.find(a)?.retries).toEqual({ count: 0, limit: 0, nextAt: null });
  expect([jobs.nextQueued(0)?.id, jobs.waitingForRetry()]).toEqual([a, []]);
  jobs.setRetryAt(a, 1000);
  expect([jobs.nextQueued(999), jobs.nextQueued(1000)?.id]).toEqual([null, a]);
  expect(jobs.waitingForRetry().map((job) => job.retries.nextAt)).toEqual(['1970-01-01T00:00:01.000Z']);
  store.close();
});
