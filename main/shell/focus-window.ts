// Brings the window to the front, from wherever it is.

import { BrowserWindow } from 'electron';

export function focusWindow(): void {
  const window = BrowserWindow.getAllWindows()[0];
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
