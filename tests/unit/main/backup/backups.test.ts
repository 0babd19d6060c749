import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backupFolder, backupName, listBackups } from '../../../../main/backup/backup-folder.ts';
import { createBackupService } from '../../../../main/backup/backup-service.ts';
import { openSafely } from '../../../../main/backup/open-safely.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { openStudio, temporaryFolder } from '../fixtures.ts';

const day = 24 * 60 * 60 * 1000;
const start = Date.parse('2026-11-21T10:00:00Z');

/** A studio with a job, its backups over a clock that the test moves. */
function openBackups() {
  const studio = openStudio();
  const state = { now: start };
  const { home, store, events, seen } = studio;
  studio.submit();
  const service = () =>
    createBackupService({
      home,
      store,
      events,
      clock: () => state.now,
      log: () => {},
      adopt: () => Promise.resolve({ pictures: 0, unknown: 0, missing: 0 }),
    });
  /** One life of the app, shorter than the first look. */
  async function live(): Promise<void> {
    const backups = service();
    backups.start(() => {});
    await backups.close();
  }
  const made = () => listBackups(home).map(({ createdAt }) => createdAt.slice(0, 10));
  return { home, store, state, seen, service, live, made };
}

describe('the daily backup', () => {
  it('is made once a day, however often the app is opened', async () => {
    const { live, made, state } = openBackups();
    await live();
    await live();
    state.now += day - 1;
    await live();
    expect(made()).toEqual(['2026-11-21']);
    state.now += 1;
    await live();
    expect(made()).toEqual(['2026-11-22', '2026-11-21']);
  });

  it('keeps a week, each copy with its checksum', async () => {
    const { live, made, state, home } = openBackups();
    for (let count = 0; count < 9; count += 1) {
      await live();
      state.now += day;
    }
    expect(made()).toHaveLength(7);
    expect(made().at(-1)).toBe('2026-11-23');
    expect(readdirSync(backupFolder(home))).toHaveLength(14);
  });

  it('is made although the clock was set back behind the last one, and counts on from there', async () => {
    const { live, made, state } = openBackups();
    await live();
    state.now -= 300 * day;
    await live();
    await live();
    expect(made()).toEqual(['2026-11-21', '2026-01-25']);
    state.now += 300 * day;
    await live();
    expect(made()).toHaveLength(2);
  });

  it('is left out while there is nothing to lose', async () => {
    const home = temporaryFolder();
    const store = openSafely({ home, clock: () => start, log: () => {} });
    const backups = createBackupService({
      home,
      store,
      events: { announce: () => {} },
      clock: () => start,
      log: () => {},
      adopt: () => Promise.reject(new Error('nothing was restored')),
    });
    backups.start(() => {});
    await backups.close();
    expect(listBackups(home)).toEqual([]);
    store.close();
  });
});

describe('a backup that cannot be made', () => {
  it('is told with its reason until one can', async () => {
    const { home, service, seen } = openBackups();
    rmSync(backupFolder(home), { recursive: true, force: true });
    const backups = service();
    mkdirSync(join(backupFolder(home), `${backupName('asked', start)}.part`), { recursive: true });
    await expect(backups.create()).rejects.toThrow(/directory/i);
    expect(backups.list().problem).toEqual(expect.any(String));
    rmSync(backupFolder(home), { recursive: true });
    await backups.create();
    expect(backups.list()).toMatchObject({ problem: null, backups: [{ reason: 'asked' }] });
    const told = seen
      .filter(({ name }) => name === 'backups.changed')
      .map(({ data }) => 'problem' in data && data.problem);
    expect(told).toEqual([expect.any(String), null]);
  });
});

describe('a migration', () => {
  it('leaves a copy of the database as it was, and keeps the last three', () => {
    const home = temporaryFolder();
    for (let version = 1; version <= 4; version += 1) {
      rmSync(join(home, 'tessera.db'), { force: true });
      const old = new Database(join(home, 'tessera.db'));
      for (const step of migrations.slice(0, version)) old.exec(step);
      old.exec("INSERT INTO settings VALUES ('theme', '\"dark\"')");
      old.pragma(`user_version = ${version}`);
      old.close();
      openSafely({ home, clock: () => start + version, log: () => {} }).close();
    }
    const copies = listBackups(home).map(({ name, reason }) => {
      const copy = new Database(join(backupFolder(home), name), { readonly: true });
      const facts = [
        reason,
        copy.pragma('user_version', { simple: true }),
        copy.prepare('SELECT value FROM settings').pluck().get(),
      ];
      copy.close();
      return facts;
    });
    expect(copies).toEqual([4, 3, 2].map((version) => ['migration', version, '"dark"']));
  });

  it('is not done when the copy cannot be made', () => {
    const home = temporaryFolder();
    const old = new Database(join(home, 'tessera.db'));
    old.exec(migrations[0] ?? '');
    old.pragma('user_version = 1');
    old.close();
    writeFileSync(backupFolder(home), 'a file where the folder should be');

    expect(() => openSafely({ home, clock: () => start, log: () => {} })).toThrow(/exist/);
    const still = new Database(join(home, 'tessera.db'), { readonly: true });
    expect(still.pragma('user_version', { simple: true })).toBe(1);
    still.close();
  });
});

describe('damage that a query met', () => {
  it('has the next start read every page', () => {
    const home = temporaryFolder();
    const store = openSafely({ home, clock: () => start, log: () => {} });
    store.database.prepare('INSERT INTO settings VALUES (?, ?)').run('theme', '"dark"');
    // As SQLite says it of a page that makes no sense.
    store.database.function('broken', () => {
      throw Object.assign(new Error('malformed'), { code: 'SQLITE_CORRUPT' });
    });
    expect(() => store.database.prepare('SELECT broken() FROM settings').get()).toThrowError(
      expect.objectContaining({ code: 'DATABASE_CORRUPT' }),
    );
    store.close();
    expect(readdirSync(home)).toContain('tessera.db.suspect');
    openSafely({ home, clock: () => start, log: () => {} }).close();
    expect(readdirSync(home)).not.toContain('tessera.db.suspect');
  });
});
