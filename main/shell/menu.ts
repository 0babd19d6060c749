// The application menu in the platform's order, in English or French.

import type { MenuItemConstructorOptions } from 'electron';

export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

const words = {
  en: {
    about: 'About Tessera',
    services: 'Services',
    hide: 'Hide Tessera',
    hideOthers: 'Hide Others',
    unhide: 'Show All',
    quit: 'Quit Tessera',
    file: 'File',
    close: 'Close Window',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    view: 'View',
    reload: 'Reload',
    actualSize: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    fullscreen: 'Full Screen',
    developer: 'Developer Tools',
    window: 'Window',
    minimize: 'Minimise',
    zoom: 'Zoom',
    front: 'Bring All to Front',
  },
  fr: {
    about: 'À propos de Tessera',
    services: 'Services',
    hide: 'Masquer Tessera',
    hideOthers: 'Masquer les autres',
    unhide: 'Tout afficher',
    quit: 'Quitter Tessera',
    file: 'Fichier',
    close: 'Fermer la fenêtre',
    edit: 'Édition',
    undo: 'Annuler',
    redo: 'Rétablir',
    cut: 'Couper',
    copy: 'Copier',
    paste: 'Coller',
    selectAll: 'Tout sélectionner',
    view: 'Affichage',
    reload: 'Recharger',
    actualSize: 'Taille réelle',
    zoomIn: 'Zoom avant',
    zoomOut: 'Zoom arrière',
    fullscreen: 'Plein écran',
    developer: 'Outils de développement',
    window: 'Fenêtre',
    minimize: 'Réduire',
    zoom: 'Réduire/agrandir',
    front: 'Tout ramener au premier plan',
  },
} as const satisfies Record<Language, Record<string, string>>;

type Item = MenuItemConstructorOptions;
const separator: Item = { type: 'separator' };

/** @param chosen the language of the settings; `system` follows the system's locale */
export function menuLanguage(chosen: Language | 'system', locale: string): Language {
  if (chosen !== 'system') return chosen;
  return /^fr\b/i.test(locale) ? 'fr' : 'en';
}

export function menuTemplate(options: {
  readonly platform: NodeJS.Platform;
  readonly language: Language;
  /** The developer tools belong to a checkout: in a shipped app they would be a way around the page's limits. */
  readonly packaged: boolean;
}): Item[] {
  const say = words[options.language];
  const mac = options.platform === 'darwin';
  const app: Item = {
    label: 'Tessera',
    submenu: [
      { role: 'about', label: say.about },
      separator,
      { role: 'services', label: say.services },
      separator,
      { role: 'hide', label: say.hide },
      { role: 'hideOthers', label: say.hideOthers },
      { role: 'unhide', label: say.unhide },
      separator,
      { role: 'quit', label: say.quit },
    ],
  };
  const file: Item = {
    label: say.file,
    submenu: mac ? [{ role: 'close', label: say.close }] : [{ role: 'quit', label: say.quit }],
  };
  const edit: Item = {
    label: say.edit,
    submenu: [
      { role: 'undo', label: say.undo },
      { role: 'redo', label: say.redo },
      separator,
      { role: 'cut', label: say.cut },
      { role: 'copy', label: say.copy },
      { role: 'paste', label: say.paste },
      { role: 'selectAll', label: say.selectAll },
    ],
  };
  const developer: Item[] = options.packaged ? [] : [separator, { role: 'toggleDevTools', label: say.developer }];
  const view: Item = {
    label: say.view,
    submenu: [
      { role: 'reload', label: say.reload },
      separator,
      { role: 'resetZoom', label: say.actualSize },
      { role: 'zoomIn', label: say.zoomIn },
      { role: 'zoomOut', label: say.zoomOut },
      separator,
      { role: 'togglefullscreen', label: say.fullscreen },
      ...developer,
    ],
  };
  const window: Item = {
    label: say.window,
    submenu: [
      { role: 'minimize', label: say.minimize },
      ...(mac
        ? [{ role: 'zoom', label: say.zoom } as const, separator, { role: 'front', label: say.front } as const]
        : []),
    ],
  };
  return mac ? [app, file, edit, view, window] : [file, edit, view, window];
}
