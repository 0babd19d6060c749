// The desktop: the file manager, and the clipboard of older and newer Electrons.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDesktop } from '../../../../main/shell/desktop.ts';
import { BrowserWindow, clipboard, dialog, resetElectron, shell } from '../../../fakes/electron.ts';

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]);
let folder: string;

beforeEach(() => {
  resetElectron();
  folder = mkdtempSync(join(tmpdir(), 'tessera-desktop-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  Reflect.deleteProperty(clipboard, 'writeImage');
});

function write(name: string, bytes: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

test('reveal shows the file in the file manager', async () => {
  await createDesktop().reveal('/data/library/a.png');
  expect(shell.revealed).toEqual(['/data/library/a.png']);
});

test('a folder is the one the person chose, or none', async () => {
  expect(await createDesktop().chooseFolder()).toBeNull();
  dialog.chosen.push('/home/me/pictures');
  expect(await createDesktop().chooseFolder()).toBe('/home/me/pictures');
});

test('a picture is dragged out of the window in front, as its file and with a small picture of it', () => {
  const path = '/data/library/a.png';
  createDesktop().dragOut(path);
  const [behind, front] = [new BrowserWindow({}), new BrowserWindow({})];
  front.focus();
  createDesktop().dragOut(path);
  expect(behind.webContents.dragged).toEqual([]);
  expect(front.webContents.dragged).toEqual([{ file: path, icon: { path, width: 96 } }]);
});

describe('copyImage', () => {
  test('writes the PNG to a clipboard of the present shape', async () => {
    await createDesktop().copyImage(write('a.png', png));
    const blob = clipboard.written[0]?.content['image/png'];
    expect(blob?.type).toBe('image/png');
    expect(Buffer.from((await blob?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(png);
  });

  test('writes the picture to a clipboard of the older shape', async () => {
    const pictures: unknown[] = [];
    Object.assign(clipboard, { writeImage: (picture: { bytes: Buffer }) => pictures.push(picture.bytes) });
    await createDesktop().copyImage(write('a.png', png));
    expect(pictures).toEqual([png]);
    expect(clipboard.written).toEqual([]);
  });

  test.each([
    ['a file that is gone', () => join(folder, 'gone.png')],
    ['a file that is no picture', () => write('b.png', Buffer.from('no picture'))],
  ])('%s is FILE_NOT_FOUND', async (_what, path) => {
    await expect(createDesktop().copyImage(path())).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    expect(clipboard.written).toEqual([]);
  });
});
