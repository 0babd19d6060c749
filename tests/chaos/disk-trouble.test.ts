// The disk fills up, or may not be written any more, at every operation of a host and at every commit of the database.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, test } from 'vitest';
import type { TesseraError } from '../../shared/errors.ts';
import { makeTinyModel } from '../fixtures/tiny-models.ts';
import { type GenerateCommand, generateCommand } from '../fixtures/engine-commands.ts';
import { engineWorker, openRealEngine } from '../fixtures/real-engine.ts';
import { openStudio } from '../unit/main/fixtures.ts';
import { type Failure, failWrites } from './failing-writes.ts';

/** More than a run needs; the first that gets through ends the row. */
const mostOperations = 40;
const bent: string[] = [];
afterEach(() => {
  for (const folder of bent.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-trouble-'));
  bent.push(folder);
  return folder;
}

function bendingWorker(folder: string, control: string): string {
  const worker = join(folder, 'worker.mjs');
  const shim = pathToFileURL(join(import.meta.dirname, 'failing-writes.ts')).href;
  const lines = [
    `import { ${failWrites.name} } from ${JSON.stringify(shim)};`,
    `${failWrites.name}(${JSON.stringify(control)});`,
    `await import(${JSON.stringify(pathToFileURL(engineWorker).href)});`,
  ];
  writeFileSync(worker, lines.join('\n'));
  return worker;
}

describe('a host whose disk gives trouble', () => {
  test.each([
    ['ENOSPC', 'DISK_FULL', /no room left|full/],
    ['EROFS', 'DATA_FOLDER_READ_ONLY', /may not be written/],
  ] as const)(
    'at any operation (%s) says %s, leaves nothing half done, and draws once it is over',
    async (errno, code, words) => {
      const folder = temporary();
      const control = join(folder, 'control.json');
      const fail = (failure: Failure | null) => writeFileSync(control, JSON.stringify(failure));
      fail(null);
      makeTinyModel({ folder: join(folder, 'model'), variant: 'plain' });
      await using real = openRealEngine({ worker: bendingWorker(folder, control) });
      const mock = generateCommand({
        folder: real.home,
        modelFolder: join(folder, 'model'),
        steps: 2,
        unfinished: join(real.home, 'unfinished'),
      });
      const command: GenerateCommand = { ...mock, model: { ...mock.model, family: 'stable-diffusion' } };
      const [planned] = command.images;
      const output = planned?.output ?? '';
      const pictures = () => readdirSync(real.home).filter((name) => name.includes('.png'));
      await real.run(command);
      const calm = readFileSync(output);

      const refusals: unknown[] = [];
      for (let from = 0; from < mostOperations; from += 1) {
        rmSync(output, { force: true });
        fail({ from, errno });
        const thrown = await real.run(command).then(
          () => null,
          (error: TesseraError) => error,
        );
        if (thrown === null) {
          // Nothing of it needed the disk any more.
          expect(readFileSync(output).equals(calm)).toBe(true);
          break;
        }
        refusals.push([thrown.code, words.test(thrown.message), thrown.message.includes(folder)]);
        expect(pictures().filter((name) => name.endsWith('.part'))).toEqual([]);
        // What stands in its place is whole, though the flush of its folder failed.
        if (pictures().length > 0) expect(readFileSync(output).equals(calm)).toBe(true);
      }
      expect(refusals.length).toBeGreaterThan(4);
      expect(refusals).toEqual(refusals.map(() => [code, true, false]));
      fail(null);
      await real.run(command);
      expect(readFileSync(output).equals(calm)).toBe(true);
      expect(real.pids).toHaveLength(1);
    },
  );
});

describe('a database that takes no more', () => {
  test('refuses a job whole at every page it would have grown by, and takes it once there is room', () => {
    const { store, jobs, submit } = openStudio();
    submit('the first');
    const pages = Number(store.database.pragma('page_count', { simple: true }));
    // Longer than a page, so that each needs several.
    const long = 'an apple, '.repeat(380);
    let taken = 1;
    let refused = 0;
    for (let room = 0; taken < 4; room += 1) {
      store.database.pragma(`max_page_count = ${pages + room}`);
      try {
        submit(long);
        taken += 1;
      } catch (error) {
        refused += 1;
        expect(error).toMatchObject({ code: 'DISK_FULL', message: expect.stringContaining('Free some space') });
      }
      expect(store.database.pragma('integrity_check', { simple: true })).toBe('ok');
      // Whole or not at all: no job that was refused, and none without its pictures.
      const { jobs: listed } = jobs.list({ states: undefined, limit: 100, cursor: null });
      expect(listed.map(({ images }) => images.length)).toEqual(Array.from({ length: taken }, () => 4));
    }
    expect(refused).toBeGreaterThan(3);
  });

  test('says so when it may not be written', () => {
    const { store, submit } = openStudio();
    store.database.pragma('query_only = true');

    expect(() => submit()).toThrowError(
      expect.objectContaining({ code: 'DATA_FOLDER_READ_ONLY', message: expect.stringContaining('write permission') }),
    );
    store.database.pragma('query_only = false');
    expect(submit().state).toBe('queued');
  });

  test('says so when another program holds it, and goes on when it lets go', () => {
    const { store, submit, home } = openStudio();
    store.database.pragma('busy_timeout = 20');
    const other = new Database(join(home, 'tessera.db'));
    other.exec('BEGIN IMMEDIATE');

    expect(() => submit()).toThrowError(
      expect.objectContaining({ code: 'DATABASE_BUSY', message: expect.stringContaining('another program') }),
    );
    other.exec('ROLLBACK');
    other.close();
    expect(submit().state).toBe('queued');
  });
});
