// The application menu: its order on each platform, its words in both languages.

import { describe, expect, test } from 'vitest';
import { menuLanguage, menuTemplate } from '../../../../main/shell/menu.ts';
import type { MenuItemConstructorOptions } from 'electron';

function labels(items: readonly MenuItemConstructorOptions[]): (string | undefined)[] {
  return items.map((item) => item.label);
}

function everyItem(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? everyItem(item.submenu) : [])]);
}

function roles(options: Parameters<typeof menuTemplate>[0]): (string | undefined)[] {
  return everyItem(menuTemplate(options)).flatMap((item) => (item.role === undefined ? [] : [item.role]));
}

describe('the menu', () => {
  test('begins with the app on macOS and with the file elsewhere', () => {
    expect(labels(menuTemplate({ platform: 'darwin', language: 'en', packaged: true }))).toEqual([
      'Tessera',
      'File',
      'Edit',
      'View',
      'Window',
    ]);
    expect(labels(menuTemplate({ platform: 'linux', language: 'en', packaged: true }))).toEqual([
      'File',
      'Edit',
      'View',
      'Window',
    ]);
  });

  test('speaks French', () => {
    expect(labels(menuTemplate({ platform: 'win32', language: 'fr', packaged: true }))).toEqual([
      'Fichier',
      'Édition',
      'Affichage',
      'Fenêtre',
    ]);
  });

  test.each(['darwin', 'linux', 'win32'] as const)(
    'has the same items in both languages on %s, each with a label',
    (platform) => {
      const [english, french] = (['en', 'fr'] as const).map((language) =>
        menuTemplate({ platform, language, packaged: true }),
      );
      expect(everyItem(french ?? []).map((item) => item.role)).toEqual(
        everyItem(english ?? []).map((item) => item.role),
      );
      const nameless = everyItem([...(english ?? []), ...(french ?? [])]).filter(
        (item) => item.type !== 'separator' && !item.label,
      );
      expect(nameless).toEqual([]);
    },
  );

  test('offers copying and pasting everywhere: macOS knows those keys only through the menu', () => {
    expect(roles({ platform: 'darwin', language: 'en', packaged: true })).toEqual(
      expect.arrayContaining(['copy', 'paste', 'selectAll']),
    );
  });

  test('offers the developer tools in a checkout only', () => {
    expect(roles({ platform: 'linux', language: 'en', packaged: false })).toContain('toggleDevTools');
    expect(roles({ platform: 'linux', language: 'en', packaged: true })).not.toContain('toggleDevTools');
  });
});

describe('its language', () => {
  test.each([
    ['system', 'fr-CA', 'fr'],
    ['system', 'fr', 'fr'],
    ['system', 'fry', 'en'],
    ['system', 'de-DE', 'en'],
    ['fr', 'en-GB', 'fr'],
    ['en', 'fr-FR', 'en'],
  ] as const)('%s on a %s system is %s', (chosen, locale, language) => {
    expect(menuLanguage(chosen, locale)).toBe(language);
  });
});
