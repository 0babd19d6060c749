// Shows the application menu and keeps it in the language of the settings.

import { app, Menu } from 'electron';
import type { Core } from '../core.ts';
import { menuLanguage, menuTemplate } from './menu.ts';

export function keepMenu(core: Pick<Core, 'settings' | 'events'>): void {
  const show = (): void => {
    const language = menuLanguage(core.settings.get().language, app.getLocale());
    const template = menuTemplate({ platform: process.platform, language, packaged: app.isPackaged });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  };
  show();
  core.events.subscribe((event) => {
    if (event.name === 'settings.changed') show();
  });
}
