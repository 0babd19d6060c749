import { beforeEach, describe, expect, test } from 'vitest';
import { createKeychainBox } from '../../../../main/shell/secrets.ts';
import { resetElectron, safeStorage } from '../../../fakes/electron.ts';

beforeEach(resetElectron);

describe('the box of the window', () => {
  test.each([
    ['linux', 'gnome_libsecret', true, 'keychain'],
    ['linux', 'kwallet6', true, 'keychain'],
    ['linux', 'basic_text', false, 'weak'],
    ['linux', 'unknown', false, 'unavailable'],
    ['darwin', 'unknown', true, 'keychain'],
    ['win32', 'unknown', false, 'unavailable'],
  ] as const)(
    'uses the keychain of the desktop, and admits when that only obscures: %s, %s',
    (platform, backend, available, expected) => {
      Object.assign(safeStorage, { backend, available });

      expect(createKeychainBox(platform).protection()).toBe(expected);
    },
  );

  test('lets Electron obscure only where there is nothing better', () => {
    createKeychainBox('linux').allowWeak();
    expect(safeStorage.plainText).toBe(false);
    safeStorage.backend = 'basic_text';
    createKeychainBox('linux').allowWeak();
    expect(safeStorage.plainText).toBe(true);
  });

  test('opens what it sealed', () => {
    const box = createKeychainBox('linux');
    const sealed = box.seal('a-token-of-the-cloud');

    expect(sealed.toString()).toContain('sealed');
    expect(box.open(sealed)).toBe('a-token-of-the-cloud');
  });
});
