// What seals a secret before it is written: the desktop's keychain, or a key in a file only its owner can read.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TesseraError } from '../../shared/errors.ts';
import { writePrivateFile } from './private-file.ts';

export interface SecretBox {
  /** What protects the secrets. `weak`: the desktop only obscures them. Asked anew each time: a keychain can be locked. */
  protection(): 'keychain' | 'weak' | 'file' | 'unavailable';
  /** The person agreed to a keychain that only obscures; does nothing where there is a real one. */
  allowWeak(): void;
  seal(text: string): Buffer;
  open(sealed: Buffer): string;
}

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM under keys/secrets.key (mode 0600): keeps secrets out of backups and exports of everything else, not
 * from programs of the same user. A sealed secret is nonce, tag, text.
 */
export function createFileSecretBox(home: string): SecretBox {
  const path = join(home, 'keys', 'secrets.key');
  let key: Buffer | null = null;

  function theKey(): Buffer {
    if (key !== null) return key;
    if (!existsSync(path)) writePrivateFile(path, randomBytes(keyBytes));
    const found = readFileSync(path);
    if (found.length !== keyBytes) throw damaged();
    key = found;
    return found;
  }

  return {
    protection: () => 'file',
    allowWeak: () => {},
    seal(text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', theKey(), nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed) {
      const nonce = sealed.subarray(0, nonceBytes);
      const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes);
      try {
        const decipher = createDecipheriv('aes-256-gcm', theKey(), nonce, { authTagLength: tagBytes });
        decipher.setAuthTag(tag);
        const opened = [decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()];
        return Buffer.concat(opened).toString('utf8');
      } catch (cause) {
        throw damaged(cause);
      }
    },
  };
}

function damaged(cause?: unknown): TesseraError {
  return new TesseraError(
    'SECRET_UNREADABLE',
    'A secret in the data folder cannot be read with the key beside it. Enter it again.',
    { cause },
  );
}
