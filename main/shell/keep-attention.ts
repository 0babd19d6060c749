// The desktop behind attention.ts: the taskbar, the power saver and the system's notifications.

import { app, BrowserWindow, Notification, powerSaveBlocker } from 'electron';
import type { Core } from '../core.ts';
import { focusWindow } from './focus-window.ts';
import { type AttentionDesk, type AttentionWords, drawAttention } from './attention.ts';
import { type Language, menuLanguage } from './menu.ts';

const words: Readonly<Record<Language, AttentionWords>> = {
  en: { completed: 'Your pictures are ready', failed: 'A picture could not be made' },
  fr: { completed: 'Vos images sont prêtes', failed: 'Une image n’a pas pu être créée' },
};

export function keepAttention(core: Pick<Core, 'settings' | 'events'>): void {
  drawAttention({
    desk: createDesk(),
    subscribe: core.events.subscribe,
    settings: core.settings.get,
    words: () => words[menuLanguage(core.settings.get().language, app.getLocale())],
  });
}

function createDesk(): AttentionDesk {
  // Kept until it is closed: what is collected early takes its click along.
  const shown = new Set<Notification>();
  return {
    bringForward: focusWindow,
    showProgress(share) {
      for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(share ?? -1);
    },
    keepAwake() {
      const id = powerSaveBlocker.start('prevent-app-suspension');
      return () => powerSaveBlocker.stop(id);
    },
    isLookedAt: () => BrowserWindow.getFocusedWindow() !== null,
    notify({ title, body }, onClick) {
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body, silent: true });
      shown.add(notification);
      notification.on('click', onClick);
      notification.on('close', () => shown.delete(notification));
      notification.show();
    },
  };
}
