// A data folder that cannot be opened: the real window says why in words, and the exit code is that of the error's class.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, expect, test } from '@playwright/test';
import Database from 'better-sqlite3';
import { launchApp, makeHome, removeHome } from './launch-app.ts';

let home: string;

test.beforeEach(() => {
  home = makeHome();
});

test.afterEach(() => removeHome(home));

/** Closes the window as a person would and waits for the app to end. */
async function exitCodeAfterClosing(app: ElectronApplication): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve));
  await app.evaluate(({ BrowserWindow }) => {
    setTimeout(() => BrowserWindow.getAllWindows()[0]?.close(), 50);
  });
  return ended;
}

test('in use by another program', async () => {
  const lock = new Database(join(home, 'lock.db'));
  lock.exec('BEGIN EXCLUSIVE');
  const { app, page } = await launchApp({ home });
  await expect(page.getByRole('alert')).toContainText('DATA_FOLDER_IN_USE');
  await expect(page.getByRole('alert')).toContainText(home);
  expect(await exitCodeAfterClosing(app)).toBe(5);
  lock.close();
});

test('with a database that is damaged, which stays as it was', async () => {
  const damaged = Buffer.from('this is no database '.repeat(400));
  writeFileSync(join(home, 'tessera.db'), damaged);
  const { app, page } = await launchApp({ home });
  await expect(page.getByRole('alert')).toContainText('DATABASE_CORRUPT');
  expect(await exitCodeAfterClosing(app)).toBe(5);
  expect(readFileSync(join(home, 'tessera.db'))).toEqual(damaged);
});

test('with a database of a newer version, which stays as it was', async () => {
  const newer = new Database(join(home, 'tessera.db'));
  newer.pragma('journal_mode = WAL');
  newer.pragma('user_version = 9999');
  newer.close();
  const before = readFileSync(join(home, 'tessera.db'));
  const { app, page } = await launchApp({ home });
  await expect(page.getByRole('alert')).toContainText('DATABASE_FROM_THE_FUTURE');
  expect(await exitCodeAfterClosing(app)).toBe(5);
  expect(readFileSync(join(home, 'tessera.db'))).toEqual(before);
});

test('that is a file, or cannot be written to', async () => {
  const file = join(home, 'file');
  writeFileSync(file, 'mine');
  const { app, page } = await launchApp({ home: file });
  await expect(page.getByRole('alert')).toContainText('DATA_FOLDER_READ_ONLY');
  expect(await exitCodeAfterClosing(app)).toBe(5);
  expect(readFileSync(file, 'utf8')).toBe('mine');
});
