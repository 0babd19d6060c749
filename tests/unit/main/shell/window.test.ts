// The window: what its page is denied, where it opens, what it remembers, how it survives a dead page.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadApp, openWindow, windowOptions } from '../../../../main/shell/window.ts';
import { BrowserWindow, resetElectron } from '../../../fakes/electron.ts';
import type { BrowserWindow as RealWindow } from 'electron';

let folder: string;
let boundsFile: string;
let lines: string[];

beforeEach(() => {
  resetElectron();
  vi.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), 'tessera-window-'));
  boundsFile = join(folder, 'bounds.json');
  lines = [];
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

function openFake(): BrowserWindow {
  openWindow({ preload: '/app/preload.cjs', boundsFile, log: (line) => lines.push(line) });
  const window = BrowserWindow.opened.at(-1);
  if (window === undefined) throw new Error('no window was opened');
  return window;
}

test('the options of a window are exactly these', () => {
  expect(windowOptions('/app/preload.cjs', { width: 1440, height: 900, minWidth: 900, minHeight: 600 })).toEqual({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    title: 'Tessera',
    show: false,
    backgroundColor: '#0e0f12',
    autoHideMenuBar: true,
    webPreferences: {
      preload: '/app/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
});

describe('opening', () => {
  test('nothing is shown before there is something to see', () => {
    const window = openFake();
    expect(window.visible).toBe(false);
    window.emit('ready-to-show');
    expect(window.visible).toBe(true);
  });

  test('the first time it fits the screen', () => {
    expect(openFake().options).toMatchObject({ width: 1440, height: 900, minWidth: 900, minHeight: 600 });
  });

  test('a page that does not load is logged and its window shown', async () => {
    const window = openFake();
    vi.spyOn(window, 'loadURL').mockRejectedValue(new Error('ERR_FAILED'));
    await loadApp(window as unknown as RealWindow, (line) => lines.push(line));
    expect(lines).toEqual(['the page did not load: ERR_FAILED']);
    expect(window.visible).toBe(true);
  });
});

describe('its place', () => {
  test('is remembered on closing and taken again', () => {
    const first = openFake();
    first.bounds = { x: 40, y: 30, width: 1000, height: 700 };
    first.maximized = true;
    first.closeByHand();
    const second = openFake();
    second.emit('ready-to-show');
    expect(second.options).toMatchObject({ x: 40, y: 30, width: 1000, height: 700 });
    expect(second.maximized).toBe(true);
  });

  test('is remembered soon after moving, so that a crash does not lose it', () => {
    const window = openFake();
    window.bounds = { x: 1, y: 2, width: 1000, height: 700 };
    window.emit('move');
    window.emit('resize');
    vi.advanceTimersByTime(1000);
    expect(JSON.parse(readFileSync(boundsFile, 'utf8'))).toEqual({
      x: 1,
      y: 2,
      width: 1000,
      height: 700,
      maximized: false,
    });
  });

  test('a minimised window leaves the place as it was', () => {
    const window = openFake();
    window.minimized = true;
    window.emit('resize');
    vi.advanceTimersByTime(1000);
    expect(() => readFileSync(boundsFile)).toThrow('ENOENT');
  });

  test.each([
    ['off every screen', '{"x":5000,"y":0,"width":1000,"height":700,"maximized":false}'],
    ['above the screen', '{"x":0,"y":-400,"width":1000,"height":700,"maximized":false}'],
    ['too small', '{"x":0,"y":0,"width":10,"height":10,"maximized":false}'],
    ['half written', '{"x":0,"y":'],
    ['something else', '[]'],
  ])('%s is not taken', (_what, text) => {
    writeFileSync(boundsFile, text);
    expect(openFake().options).toMatchObject({ width: 1440, height: 900 });
    expect(openFake().options.x).toBeUndefined();
  });

  test('that cannot be written is logged, and the window closes all the same', () => {
    rmSync(folder, { recursive: true });
    openFake().closeByHand();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("the window's place was not remembered");
  });
});

describe('a dead page', () => {
  test('is loaded again, three times at most', () => {
    const window = openFake();
    const die = () => window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    die();
    expect(window.webContents.reloads).toBe(1);
    die();
    die();
    die();
    die();
    expect(window.webContents.reloads).toBe(3);
    expect(lines).toHaveLength(5);
  });

  test('that ended cleanly is not', () => {
    const window = openFake();
    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 });
    expect(window.webContents.reloads).toBe(0);
  });
});
