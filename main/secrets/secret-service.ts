// Keeps the secrets of sync: sealed in a file of its own, read by name when something is sent, shown to nobody.

import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SecretName, secretNames } from '../../shared/domain/sync.ts';
import { TesseraError } from '../../shared/errors.ts';
import { writePrivateFile } from './private-file.ts';
import type { SecretBox } from './secret-box.ts';

const Sealed = z.partialRecord(SecretName, z.base64());

export interface SecretService {
  /** @throws SECRET_UNREADABLE */
  get(name: SecretName): string | null;
  /** null forgets. @throws KEYCHAIN_UNAVAILABLE, DATA_FOLDER_READ_ONLY */
  set(changes: { readonly [Name in SecretName]?: string | null | undefined }): void;
  /** Which are kept. */
  known(): Record<SecretName, boolean>;
  protection(): ReturnType<SecretBox['protection']>;
}

export function createSecretService(options: {
  readonly home: string;
  readonly box: SecretBox;
  /** Whether the person agreed to a keychain that only obscures. */
  readonly weakAllowed: () => boolean;
}): SecretService {
  const { box } = options;
  // A keychain's seal and a file's are opened by different programs: each keeps its own.
  const file = (): string => {
    const name = box.protection() === 'file' ? 'secrets.json' : 'secrets.keychain.json';
    return join(options.home, 'keys', name);
  };

  function read(): z.infer<typeof Sealed> {
    const path = file();
    if (!existsSync(path)) return {};
    // A restored backup often comes back readable for everyone.
    chmodSync(path, 0o600);
    try {
      return Sealed.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch (cause) {
      throw new TesseraError('SECRET_UNREADABLE', 'The file of secrets is damaged. Enter the secrets again.', {
        cause,
      });
    }
  }

  function assertUsable(): void {
    const protection = box.protection();
    if (protection === 'weak' && !options.weakAllowed()) {
      throw new TesseraError(
        'KEYCHAIN_UNAVAILABLE',
        'This desktop has no keychain that protects secrets; they would only be obscured. Unlock or install one (GNOME Keyring, KWallet), or agree to this.',
        { details: { field: 'weakKeychainConsent', reason: 'weak' } },
      );
    }
    if (protection === 'unavailable') {
      throw new TesseraError(
        'KEYCHAIN_UNAVAILABLE',
        'The keychain of this desktop does not answer. Unlock it and try again.',
        {
          details: { reason: 'unavailable' },
        },
      );
    }
  }

  return {
    get(name) {
      const sealed = read()[name];
      if (sealed === undefined) return null;
      if (options.weakAllowed()) box.allowWeak();
      return box.open(Buffer.from(sealed, 'base64'));
    },
    set(changes) {
      const given = Object.entries(changes).filter(([, text]) => text !== undefined);
      if (given.length === 0) return;
      if (given.some(([, text]) => text !== null)) assertUsable();
      if (options.weakAllowed()) box.allowWeak();
      const kept: Record<string, string> = existsSync(file()) ? { ...readable(read) } : {};
      for (const [name, text] of given) {
        if (typeof text !== 'string') delete kept[name];
        else kept[name] = box.seal(text).toString('base64');
      }
      writePrivateFile(file(), Buffer.from(`${JSON.stringify(kept, null, 2)}\n`));
    },
    known() {
      const kept = readable(read);
      return Object.fromEntries(secretNames.map((name) => [name, kept[name] !== undefined])) as Record<
        SecretName,
        boolean
      >;
    },
    protection: () => box.protection(),
  };
}

/** A damaged file holds nothing any more: entering the secrets again replaces it. */
function readable(read: () => z.infer<typeof Sealed>): z.infer<typeof Sealed> {
  try {
    return read();
  } catch (error) {
    if (error instanceof TesseraError && error.code === 'SECRET_UNREADABLE') return {};
    throw error;
  }
}
