// A job whose model is away fails in the real engine host, waits, and completes once the model is back.

import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCore } from '../../main/core.ts';
import { startNodeHost } from '../../main/engine/node-host.ts';
import { findInstallation } from '../../main/installation.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import type { Job } from '../../shared/domain/job.ts';
import { fromEnvelope } from '../../shared/errors.ts';
import { createModelFolders, type ModelFolders } from '../fixtures/model-folders.ts';
import { engineWorker } from '../fixtures/real-engine.ts';
import { tesseraProcess } from './cli/tessera-process.ts';

const recipe = { prompt: 'a red apple', model: 'tiny', steps: 1, width: 64, height: 64, count: 1, seed: 7 };

let folders: ModelFolders;
let folder: string;
let home: string;
beforeEach(() => {
  folders = createModelFolders();
  folder = folders.tiny();
  home = mkdtempSync(join(tmpdir(), 'tessera-retries-'));
});
afterEach(() => {
  folders.remove();
  rmSync(home, { recursive: true, force: true });
});

async function openStudio(firstDelaySeconds: number) {
  const core = await openCore({
    home,
    resources: findInstallation({ moduleUrl: import.meta.url }).resources,
    version: '0.0.0-test',
    startHost: startNodeHost({ nodeBinary: process.execPath, worker: engineWorker, home }),
    desktop: null,
    retries: { firstDelaySeconds },
  });
  async function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    const result = await core.dispatch(name, input, { door: 'test', access: new Set(['read', 'write', 'admin']) });
    if (!result.ok) throw fromEnvelope(result.error);
    return result.value as CallOutput<Name>;
  }
  async function until(id: JobId, isThere: (job: Job) => boolean): Promise<Job> {
    for (;;) {
      const job = await call('generation.get', { id });
      if (isThere(job)) return job;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return { core, call, until };
}

const waits = (job: Job) => job.retries.nextAt !== null;
const ended = (job: Job) => job.state === 'completed' || job.state === 'failed';

describe('a model that is away for a while', () => {
  test('costs a job a try, and the job completes by itself when it is back', async () => {
    const { core, call, until } = await openStudio(1);
    await call('models.add', { folder, id: 'tiny' as never });
    const { id } = await call('generation.submit', { request: { kind: 'generate', recipe: recipe as never } });
    renameSync(folder, `${folder}-away`);
    core.start();
    const waiting = await until(id, waits);
    renameSync(`${folder}-away`, folder);
    const done = await until(id, ended);

    expect(waiting).toMatchObject({ state: 'queued', error: { code: 'MODEL_MISSING_FILE' }, retries: { count: 1 } });
    expect(done).toMatchObject({ state: 'completed', error: null, images: [{ state: 'ready' }] });
    await core.close();
  });

  test('is waited for across a restart of the app', async () => {
    const first = await openStudio(2);
    await first.call('models.add', { folder, id: 'tiny' as never });
    const { id } = await first.call('generation.submit', { request: { kind: 'generate', recipe: recipe as never } });
    renameSync(folder, `${folder}-away`);
    first.core.start();
    const before = await first.until(id, waits);
    await first.core.close();
    renameSync(`${folder}-away`, folder);

    const second = await openStudio(2);
    const after = await second.call('generation.get', { id });
    second.core.start();
    const done = await second.until(id, ended);

    expect(after.retries).toEqual(before.retries);
    expect(done.state).toBe('completed');
    expect(Date.parse(done.startedAt ?? '')).toBeLessThan(Date.parse(before.retries.nextAt ?? ''));
    expect(Date.parse(done.finishedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(before.retries.nextAt ?? ''));
    await second.core.close();
  });
});

describe('on the command line', () => {
  const asked = [
    'generate',
    'a red apple',
    '--model',
    'tiny',
    '--steps',
    '1',
    '--count',
    '1',
    '--width',
    '64',
    '--height',
    '64',
  ];

  test('generate says what went wrong and when it tries again, and ends well', async () => {
    const tessera = tesseraProcess(home, { TESSERA_JOB_RETRY_DELAY_SECONDS: '2' });
    await tessera.json('models', 'add', folder, '--id', 'tiny');
    renameSync(join(folder, 'unet'), join(folder, 'unet-away'));
    const running = tessera.start(...asked);
    const told = await running.sees('stderr', /tried again at \S+Z \(1 of 3\)/);
    renameSync(join(folder, 'unet-away'), join(folder, 'unet'));
    const { exitCode, stdout } = await running.finished;

    expect(told).toMatch(/unet/);
    expect(exitCode).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  test('TESSERA_JOB_RETRIES=0 leaves a job failed, which can be queued again', async () => {
    const tessera = tesseraProcess(home, { TESSERA_JOB_RETRIES: '0' });
    await tessera.json('models', 'add', folder, '--id', 'tiny');
    renameSync(join(folder, 'unet'), join(folder, 'unet-away'));
    const { exitCode } = await tessera.run(...asked);
    const { jobs } = await tessera.json<{ jobs: Job[] }>('jobs', 'list');
    const [job] = jobs;
    const again = await tessera.json<Job>('jobs', 'retry', job?.id ?? '');

    expect([exitCode, job?.state, again.state]).toEqual([2, 'failed', 'queued']);
  });

  test('refuses a number of tries that makes no sense', async () => {
    const tessera = tesseraProcess(home, { TESSERA_JOB_RETRIES: 'often' });
    const { exitCode, stderr } = await tessera.run('jobs', 'list');

    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('TESSERA_JOB_RETRIES: must be a whole number from 0 to 10'),
    ]);
  });
});
