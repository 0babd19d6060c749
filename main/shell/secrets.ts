// Seals secrets with the desktop's keychain, and admits when that keychain only obscures.

import { safeStorage } from 'electron';
import type { SecretBox } from '../secrets/secret-box.ts';

/** Usable once the app is ready. */
export function createKeychainBox(platform: NodeJS.Platform): SecretBox {
  const isObscuring = (): boolean => platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';

  return {
    protection() {
      if (isObscuring()) return 'weak';
      return safeStorage.isEncryptionAvailable() ? 'keychain' : 'unavailable';
    },
    allowWeak() {
      // Without this Electron refuses to seal at all on such a desktop.
      if (isObscuring()) safeStorage.setUsePlainTextEncryption(true);
    },
    seal: (text) => safeStorage.encryptString(text),
    open: (sealed) => safeStorage.decryptString(sealed),
  };
}
