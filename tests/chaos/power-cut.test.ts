// The power goes at every step of every writer that promises something: afterwards there is the old thing or the new one, whole.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPngWriter } from '../../engine/image/png-writer.ts';
import { writeDurably } from '../../engine/image/write-durably.ts';
import { backupFolder, backupName, listBackups } from '../../main/backup/backup-folder.ts';
import { openSafely } from '../../main/backup/open-safely.ts';
import { readRestoration, writeRestoration } from '../../main/backup/restoration-record.ts';
import { restoreBackup } from '../../main/backup/restore-backup.ts';
import { writePrivateFile } from '../../main/secrets/private-file.ts';
import { copyAtOnce } from '../../main/store/database-copy.ts';
import { losses, withPowerCut } from './power-cut.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-power-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** More than any of these takes; the run that ends by itself ends the loop. */
const mostOperations = 60;

/** Cuts after 0, 1, 2, ... operations until the work gets through; `look` says what is there then. */
async function everyCut(work: () => unknown, options: { prepare: () => void; look: () => unknown }) {
  const seen: { loss: string; done: number; finished: boolean; there: unknown }[] = [];
  for (const loss of losses) {
    for (let after = 0; after < mostOperations; after += 1) {
      options.prepare();
      const run = await withPowerCut({ after, loss }, work);
      seen.push({ loss, ...run, there: options.look() });
      if (run.finished) break;
    }
  }
  return seen;
}

describe('a file that is replaced', () => {
  const oldText = 'the old one, rather longer than the new one';
  const newText = 'the new one';
  const path = () => join(folder, 'file');
  const replaced = {
    prepare: () => writeFileSync(path(), oldText),
    look: () => (existsSync(path()) ? readFileSync(path(), 'utf8') : 'nothing'),
  };

  test.each([
    ['a picture', () => writeDurably(path(), Buffer.from(newText))],
    ['a secret', () => writePrivateFile(path(), Buffer.from(newText))],
  ])('%s is the old one or the new one, and the new one once it was promised', async (_what, write) => {
    const seen = await everyCut(write, replaced);

    expect(seen.length).toBeGreaterThan(4 * losses.length);
    expect(seen.filter(({ there }) => there !== oldText && there !== newText)).toEqual([]);
    expect(seen.filter(({ finished, there }) => finished && there !== newText)).toEqual([]);
    expect(seen.filter(({ finished }) => finished)).toHaveLength(losses.length);
  });

  test('a picture written row by row is not there, or is whole', async () => {
    const write = async () => {
      const png = await openPngWriter({ path: path(), width: 4, height: 4, channels: 3, texts: {} });
      try {
        await png.write(new Uint8Array(48));
        await png.finish();
      } catch (error) {
        await png.abandon();
        throw error;
      }
    };
    const ended = (bytes: Buffer) => bytes.subarray(-8, -4).toString('latin1') === 'IEND';
    const seen = await everyCut(write, {
      prepare: () => rmSync(path(), { force: true }),
      look: () => (existsSync(path()) ? ended(readFileSync(path())) : 'nothing'),
    });

    expect(seen.filter(({ there }) => there === false)).toEqual([]);
    expect(seen.filter(({ finished, there }) => finished && there !== true)).toEqual([]);
  });
});

describe('a database that is restored', () => {
  const themeOf = () => {
    const store = openSafely({ home: folder, clock: () => 2_000, log: () => {} });
    const theme = store.database.prepare("SELECT value FROM settings WHERE name = 'theme'").pluck().get();
    const soundness = store.database.pragma('integrity_check', { simple: true });
    store.close();
    return [theme, soundness, readRestoration(folder) !== null];
  };

  function writeTheme(theme: string): void {
    const store = openSafely({ home: folder, clock: () => 1_000, log: () => {} });
    store.database.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)').run('theme', theme);
    store.close();
  }

  /** A backup of `light`, a database that is `dark` and was left by a killed app, its last change still in the log. */
  function prepare(): void {
    rmSync(folder, { recursive: true });
    mkdirSync(backupFolder(folder), { recursive: true });
    writeTheme('light');
    const database = new Database(join(folder, 'tessera.db'));
    copyAtOnce(database, { target: join(backupFolder(folder), backupName('asked', 1_000)) });
    database.close();
    writeTheme('black');
    const living = new Database(join(folder, 'tessera.db'));
    living.pragma('wal_autocheckpoint = 0');
    living.prepare("UPDATE settings SET value = 'dark'").run();
    const [file, log] = ['tessera.db', 'tessera.db-wal'].map((name) => readFileSync(join(folder, name)));
    living.close();
    writeFileSync(join(folder, 'tessera.db'), file ?? '');
    writeFileSync(join(folder, 'tessera.db-wal'), log ?? '');
  }

  test('is the old one with all that was committed, or the backup and told so', async () => {
    const restore = () => {
      const [backup] = listBackups(folder);
      if (backup !== undefined) restoreBackup({ home: folder, backup, cause: 'asked', now: 3_000 });
    };
    const seen = await everyCut(restore, { prepare, look: themeOf });

    expect(seen.length).toBeGreaterThan(10 * losses.length);
    const [oldOne, newOne] = [
      ['dark', 'ok', false],
      ['light', 'ok', true],
    ];
    const isEither = ({ there }: { there: unknown }) =>
      [oldOne, newOne].some((state) => JSON.stringify(state) === JSON.stringify(there));
    expect(seen.filter((state) => !isEither(state))).toEqual([]);
    expect(seen.filter(({ finished }) => finished).map(({ there }) => there)).toEqual(losses.map(() => newOne));
  }, 60_000);

  test('tells of it once the note of it was written', async () => {
    const restoration = {
      at: new Date(0).toISOString(),
      cause: 'damaged' as const,
      backup: { name: 'a', reason: 'daily' as const, createdAt: new Date(0).toISOString(), sizeBytes: 1 },
      aside: 'b',
      adopted: null,
    };
    const seen = await everyCut(() => writeRestoration(folder, restoration), {
      prepare: () => mkdirSync(backupFolder(folder), { recursive: true }),
      look: () => readRestoration(folder)?.cause ?? null,
    });

    expect(seen.filter(({ finished }) => finished).map(({ there }) => there)).toEqual(losses.map(() => 'damaged'));
  });
});
