import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { lockDataFolder } from '../../../../main/store/data-folder-lock.ts';
import { openStore } from '../../../../main/store/database.ts';
import { migrations } from '../../../../main/store/migrate.ts';
import { openStudio, temporaryFolder } from '../fixtures.ts';

const open = (file: string) => openStore({ file, log: () => {} });

describe('the database', () => {
  it('is made with the newest schema and keeps what was committed', () => {
    const file = join(temporaryFolder(), 'tessera.db');
    open(file).close();
    const store = open(file);

    expect(store.database.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(store.database.pragma('journal_mode', { simple: true })).toBe('wal');
    store.close();
  });

  it('is refused when a newer Tessera wrote it, and stays as it was', () => {
    const file = join(temporaryFolder(), 'tessera.db');
    const future = new Database(file);
    future.pragma('user_version = 999');
    future.close();
    const before = readFileSync(file);

    expect(() => open(file)).toThrowError(expect.objectContaining({ code: 'DATABASE_FROM_THE_FUTURE' }));
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('is refused when it is no database', () => {
    const file = join(temporaryFolder(), 'tessera.db');
    writeFileSync(file, 'this is not a database, it is a text of more than one hundred bytes. '.repeat(100));

    expect(() => open(file)).toThrowError(expect.objectContaining({ code: 'DATABASE_CORRUPT' }));
  });

  it('does a transaction whole or not at all', () => {
    const { store, settings } = openStudio();
    const attempt = () =>
      store.transaction('test', () => {
        store.database.prepare("INSERT INTO settings VALUES ('theme', '\"light\"')").run();
        throw new Error('halfway');
      });

    expect(attempt).toThrowError('halfway');
    expect(settings.get().theme).toBe('system');
  });
});

describe('the lock on a data folder', () => {
  it('keeps a second one out until the first lets go', () => {
    const home = temporaryFolder();
    const unlock = lockDataFolder({ home });

    expect(() => lockDataFolder({ home })).toThrowError(expect.objectContaining({ code: 'DATA_FOLDER_IN_USE' }));
    unlock();
    lockDataFolder({ home })();
  });

  it('says so when the folder does not exist', () => {
    expect(() => lockDataFolder({ home: join(temporaryFolder(), 'gone') })).toThrowError(
      expect.objectContaining({ code: 'DATA_FOLDER_READ_ONLY' }),
    );
  });
});
