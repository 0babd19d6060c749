// What every page of ours is denied, written out so that no default of Electron's decides it.

import type { WebPreferences } from 'electron';

export const pageLimits = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  // Its dictionaries come from a server on the network; the session is told the same in security.ts.
  spellcheck: false,
} as const satisfies WebPreferences;

/** The dark theme's background: what is seen for the moment between the window and its first paint. */
export const windowColor = '#0e0f12';
