// Makes a window: what its page may not do is written out, where it stands is remembered.

import { BrowserWindow, type BrowserWindowConstructorOptions, screen } from 'electron';
import { appUrl } from './origin.ts';
import { pageLimits, windowColor } from './page-limits.ts';
import { type Placement, placeWindow, rememberBounds } from './window-bounds.ts';

interface WindowOptions {
  readonly preload: string;
  /** The file that remembers the window's place. */
  readonly boundsFile: string;
  readonly log: (line: string) => void;
}

/** Dragging sends dozens of events a second; the last one counts. */
const rememberAfterMs = 400;

/** A page that dies again and again would otherwise load for ever. */
const reloadsAllowed = 3;

export function windowOptions(preload: string, bounds: Placement['bounds']): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    title: 'Tessera',
    show: false,
    backgroundColor: windowColor,
    autoHideMenuBar: true,
    webPreferences: { ...pageLimits, preload },
  };
}

/** Opens a window on the app's page; it shows itself once there is something to see. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const workAreas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea);
  const place = placeWindow(options.boundsFile, workAreas);
  const window = new BrowserWindow(windowOptions(options.preload, place.bounds));
  window.once('ready-to-show', () => {
    if (place.maximized) window.maximize();
    window.show();
  });
  rememberPlace(window, options);
  reviveDeadPage(window, options.log);
  return window;
}

/** A page that cannot load is logged, and its window shown all the same so that it can be closed. */
export async function loadApp(window: BrowserWindow, log: (line: string) => void): Promise<void> {
  try {
    await window.loadURL(appUrl);
  } catch (cause) {
    log(`the page did not load: ${cause instanceof Error ? cause.message : String(cause)}`);
    if (!window.isDestroyed()) window.show();
  }
}

function rememberPlace(window: BrowserWindow, { boundsFile, log }: WindowOptions): void {
  let timer: NodeJS.Timeout | undefined;
  const remember = (): void => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    try {
      rememberBounds(boundsFile, { ...window.getNormalBounds(), maximized: window.isMaximized() });
    } catch (cause) {
      // Losing the place is not worth a word to the user; a full disk tells itself elsewhere.
      log(`the window's place was not remembered: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  };
  const rememberSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(remember, rememberAfterMs);
  };
  window.on('resize', rememberSoon);
  window.on('move', rememberSoon);
  window.on('maximize', rememberSoon);
  window.on('unmaximize', rememberSoon);
  window.on('close', remember);
  window.on('closed', () => clearTimeout(timer));
}

function reviveDeadPage(window: BrowserWindow, log: (line: string) => void): void {
  let reloads = 0;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log(`the page's process ended: ${reason} (${exitCode})`);
    if (reloads >= reloadsAllowed) return;
    reloads += 1;
    window.webContents.reload();
  });
}
