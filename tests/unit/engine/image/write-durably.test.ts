import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileError, writeDurably } from '../../../../engine/image/write-durably.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-write-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('writeDurably', () => {
  test('leaves the file and nothing else, also over an older one', async () => {
    const path = join(folder, 'Bild – 苹果.png');
    writeFileSync(path, 'old and longer');
    await writeDurably(path, Buffer.from('new'));
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['Bild – 苹果.png']);
  });

  test('takes over what a killed attempt left behind', async () => {
    writeFileSync(join(folder, '.a.png.part'), 'half a picture and longer than the new one');
    await writeDurably(join(folder, 'a.png'), Buffer.from('whole'));
    expect(readdirSync(folder)).toEqual(['a.png']);
    expect(readFileSync(join(folder, 'a.png'), 'utf8')).toBe('whole');
  });

  test('keeps the older file and no temp file when it fails', async () => {
    const path = join(folder, 'taken');
    mkdirSync(path);
    writeFileSync(join(path, 'inside'), 'kept');
    await expect(writeDurably(path, Buffer.from('new'))).rejects.toThrow(/EISDIR|directory|not permitted/i);
    expect(readdirSync(folder)).toEqual(['taken']);
    expect(readFileSync(join(path, 'inside'), 'utf8')).toBe('kept');
  });

  test('names the file when its folder is gone, and not the path to it', async () => {
    const failed = writeDurably(join(folder, 'gone', 'a.png'), Buffer.from('x'));
    await expect(failed).rejects.toMatchObject({ code: 'FILE_NOT_FOUND', details: { file: 'a.png' } });
    await failed.catch((error: Error) => expect(error.message).not.toContain(folder));
  });
});

describe('fileError', () => {
  test.runIf(process.platform === 'linux')('calls a full disk DISK_FULL', async () => {
    // The one file on Linux whose disk is always full.
    const thrown: unknown = await writeFile('/dev/full', 'x').catch((error: unknown) => error);
    expect(fileError(thrown, 'a.png')).toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringContaining('Free some space'),
    });
  });

  test.each([
    ['EDQUOT', 'DISK_FULL'],
    ['EROFS', 'DATA_FOLDER_READ_ONLY'],
    ['EACCES', 'DATA_FOLDER_READ_ONLY'],
    ['EPERM', 'DATA_FOLDER_READ_ONLY'],
    ['ENOENT', 'FILE_NOT_FOUND'],
  ])('maps %s to %s', (errno, code) => {
    expect(fileError(Object.assign(new Error(errno), { code: errno }), 'a.png')).toMatchObject({ code });
  });

  test('leaves what it does not know as it is', () => {
    const bug = new TypeError('a bug');
    expect(fileError(bug, 'a.png')).toBe(bug);
  });
});
