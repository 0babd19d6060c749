// A damaged database gives way to its backup by itself, and the pictures made since come back from their own files.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Core } from '../../main/core.ts';
import type { Job } from '../../shared/domain/job.ts';
import type { BackupFile, Restoration } from '../../shared/domain/backup.ts';
import { type Call, withCore } from '../fixtures/with-core.ts';
import { type Tessera, tesseraProcess } from './cli/tessera-process.ts';

let home: string;
let tessera: Tessera;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tessera-backups-'));
  tessera = tesseraProcess(home);
});
afterEach(() => tessera.remove());

const drawn = (prompt: string, count: number) =>
  tessera.json('generate', prompt, '--model', 'mock', '--width', '64', '--height', '64', '--count', String(count));

const databaseFile = () => join(home, 'tessera.db');

/** As a bad sector would: every page but the first, of which SQLite would notice a change before it opens. */
function damage(): void {
  const bytes = readFileSync(databaseFile());
  bytes.fill(0xa5, 4096 + 100);
  writeFileSync(databaseFile(), bytes);
}

const whileOpen = <Result>(work: (call: Call, core: Core) => Promise<Result>): Promise<Result> => withCore(home, work);

describe('a damaged database', () => {
  test('gives way to the last backup, and the pictures made since are taken up again', async () => {
    await drawn('an owl', 1);
    // The first command that drew something left a copy; what follows is not in it.
    expect(await tessera.json('backup', '--list')).toMatchObject({ backups: [{ reason: 'daily' }] });
    await drawn('a fox in the snow', 3);
    const before = await whileOpen((call) => call('library.list', { limit: 10 }));
    damage();

    const after = await whileOpen(async (call, core) => {
      const found = await call('library.list', { limit: 10 });
      core.start();
      await expect
        .poll(async () => (await call('backups.list', {})).restoration?.adopted ?? null, { timeout: 60_000 })
        .toEqual({ pictures: 3, unknown: 0, missing: 0 });
      const foxes = await call('library.list', { search: 'fox', limit: 10 });
      return { found, foxes, all: await call('library.list', { limit: 10 }), ...(await call('backups.list', {})) };
    });

    expect(after.found.total).toBe(1);
    expect(after.restoration).toMatchObject({ cause: 'damaged', backup: { reason: 'daily' } });
    expect(existsSync(join(home, 'backups', after.restoration?.aside ?? ''))).toBe(true);
    // The same pictures with the same recipes, in the same job, found by the same words.
    const facts = ({ items }: typeof before) =>
      items
        .map(({ image, recipe }) => ({ ...image, createdAt: null, recipe }))
        .toSorted((a, b) => a.id.localeCompare(b.id));
    expect(facts(after.all)).toEqual(facts(before));
    expect(after.foxes.total).toBe(3);

    // Told until someone has read of it, and the job is one like any other.
    const { jobs } = await whileOpen((call) => call('generation.list', { limit: 10 }));
    expect(jobs.map(({ state, door, images }) => [state, door, images.length])).toEqual(
      expect.arrayContaining([
        ['completed', 'cli', 1],
        ['completed', 'backup', 3],
      ]),
    );
    const told = await whileOpen((call) => call('backups.acknowledge', {}));
    expect(told.restoration).toBeNull();
  });

  test('does not draw anew what a queued job of the backup had finished since', async () => {
    const queued = await whileOpen(async (call) => {
      const recipe = { prompt: 'a hare', model: 'mock', steps: 1, width: 64, height: 64, count: 2, seed: 3 } as never;
      const job = await call('generation.submit', { request: { kind: 'generate', recipe } });
      await call('backups.create', {});
      return job;
    });
    const finished = await whileOpen((call, core) => completed(call, core, queued));
    damage();

    const again = await whileOpen((call, core) => completed(call, core, queued));

    expect(again.images).toEqual(finished.images);
    // Nothing was left to draw: the engine was never asked.
    const { logs } = await whileOpen((call) => call('generation.logs', { id: queued.id }));
    expect(logs.filter((line) => line.includes('engine:'))).toHaveLength(1);
  });

  test('without any backup is left as it is, with a sentence that says what to do', async () => {
    await drawn('an owl', 1);
    rmSync(join(home, 'backups'), { recursive: true });
    damage();
    const bytes = readFileSync(databaseFile());

    const { exitCode, stderr } = await tessera.run('jobs', 'list');

    expect([exitCode, stderr]).toEqual([5, expect.stringMatching(/^DATABASE_CORRUPT: .*backup/)]);
    expect(readFileSync(databaseFile()).equals(bytes)).toBe(true);
  });

  test('takes an older backup when the newest is damaged too', async () => {
    await drawn('an owl', 1);
    const { name } = await tessera.json<BackupFile>('backup');
    truncateSync(join(home, 'backups', name), 5000);
    damage();

    await whileOpen(async (call) => {
      const { restoration } = await call('backups.list', {});
      expect(restoration?.backup).toMatchObject({ reason: 'daily' });
    });
  });
});

describe('tessera restore', () => {
  test('puts the newest backup in place, keeps what it replaced, and says what came of it', async () => {
    await drawn('an owl', 1);
    await tessera.json('backup');
    await drawn('a fox', 2);
    const { exitCode, stdout } = await tessera.run('restore');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /is now the backup of .*\n.*kept as backups\/replaced-.*\n.*taken up again from their files: 2\./,
    );
    expect(readdirSync(join(home, 'backups')).filter((name) => name.startsWith('replaced-'))).toHaveLength(1);
    const { total } = await whileOpen((call) => call('library.list', { limit: 10 }));
    expect(total).toBe(3);
  });

  test('refuses a backup that is damaged or not there, and changes nothing', async () => {
    await drawn('an owl', 1);
    const { name } = await tessera.json<BackupFile>('backup');
    const bytes = readFileSync(join(home, 'backups', name));
    // What SQLite itself does not notice: one word has become another.
    bytes.write('eel', bytes.indexOf('an owl') + 3);
    writeFileSync(join(home, 'backups', name), bytes);
    const before = readFileSync(databaseFile());
    const damaged = await tessera.run('restore', name);
    const missing = await tessera.run('restore', 'tessera-2026.db');

    expect([damaged.exitCode, damaged.stderr]).toEqual([5, expect.stringContaining('DATABASE_CORRUPT')]);
    expect([missing.exitCode, missing.stderr]).toEqual([3, expect.stringContaining('backup --list')]);
    expect(readFileSync(databaseFile()).equals(before)).toBe(true);
  });

  test('waits for the app to be closed', async () => {
    await drawn('an owl', 1);
    const running = tessera.start('serve', '--port', '0');
    await running.sees('stdout', /answers at/);
    const refused = await tessera.run('restore');
    running.kill('SIGTERM');
    await running.finished;

    expect([refused.exitCode, refused.stderr]).toEqual([5, expect.stringContaining('DATA_FOLDER_IN_USE')]);
  });

  test('counts files that say nothing of themselves, and pictures whose files are gone', async () => {
    await drawn('an owl', 1);
    const [picture] = await whileOpen(async (call) => (await call('library.list', { limit: 1 })).items);
    rmSync(join(home, 'library', picture?.image.file ?? ''));
    writeFileSync(join(home, 'library', 'stray.png'), 'no picture at all');
    const restoration = await tessera.json<Restoration>('restore');

    expect(restoration.adopted).toEqual({ pictures: 0, unknown: 1, missing: 1 });
  });
});

async function completed(call: Call, core: Core, { id }: Job): Promise<Job> {
  core.start();
  let job = await call('generation.get', { id });
  while (job.state !== 'completed') {
    await new Promise((resolve) => setTimeout(resolve, 50));
    job = await call('generation.get', { id });
  }
  return job;
}
