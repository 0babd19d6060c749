// Keeps the secrets of sync: sealed in a file of its own, read by name when something is sent, shown to nobody.

import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SecretName, secretNames } from '../../shared/domain/sync.ts';
import { TesseraError } from '../../shared/errors.ts';
import { writePrivateFile } from './private-file.ts';
import { createFileSecretBox, type SecretBox } from './secret-box.ts';

const Sealed = z.partialRecord(SecretName, z.base64());

export interface SecretService {
  /** @throws SECRET_UNREADABLE */
  get(name: SecretName): string | null;
  /** null forgets. @throws KEYCHAIN_UNAVAILABLE, DATA_FOLDER_READ_ONLY */
  set(changes: { readonly [Name in SecretName]?: string | null | undefined }): void;
  /** Which are kept and can be opened here. */
  known(): Record<SecretName, boolean>;
  /** Those that only the window can open, because they were entered there. */
  onlyInWindow(): SecretName[];
  protection(): ReturnType<SecretBox['protection']>;
}

export function createSecretService(options: {
  readonly home: string;
  readonly box: SecretBox;
  /** Whether the person agreed to a keychain that only obscures. */
  readonly weakAllowed: () => boolean;
}): SecretService {
  const { box } = options;
  const isCommandLine = box.protection() === 'file';
  const fileBox = isCommandLine ? box : createFileSecretBox(options.home);
  const underKey = join(options.home, 'keys', 'secrets.json');
  const underKeychain = join(options.home, 'keys', 'secrets.keychain.json');
  // Only the window opens a keychain's seal; a file's key is open to both. A secret is kept under one of them, where
  // it was entered last.
  const [own, other] = isCommandLine ? [underKey, underKeychain] : [underKeychain, underKey];

  function read(path: string): z.infer<typeof Sealed> {
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

  function forget(path: string, names: readonly string[]): void {
    const kept = readable(() => read(path));
    const left = Object.entries(kept).filter(([name]) => !names.includes(name));
    if (left.length < Object.keys(kept).length) write(path, Object.fromEntries(left));
  }

  return {
    get(name) {
      const sealed = read(own)[name];
      if (sealed !== undefined) {
        if (options.weakAllowed()) box.allowWeak();
        return box.open(Buffer.from(sealed, 'base64'));
      }
      const elsewhere = isCommandLine ? undefined : read(other)[name];
      return elsewhere === undefined ? null : fileBox.open(Buffer.from(elsewhere, 'base64'));
    },
    set(changes) {
      const given = Object.entries(changes).filter(([, text]) => text !== undefined);
      if (given.length === 0) return;
      if (given.some(([, text]) => text !== null)) assertUsable();
      if (options.weakAllowed()) box.allowWeak();
      const kept: Record<string, string> = { ...readable(() => read(own)) };
      for (const [name, text] of given) {
        if (typeof text !== 'string') delete kept[name];
        else kept[name] = box.seal(text).toString('base64');
      }
      write(own, kept);
      // Entered or forgotten here is so everywhere. Last, so that dying in between loses nothing.
      forget(
        other,
        given.map(([name]) => name),
      );
    },
    known() {
      const kept = { ...(isCommandLine ? {} : readable(() => read(other))), ...readable(() => read(own)) };
      return Object.fromEntries(secretNames.map((name) => [name, kept[name] !== undefined])) as Record<
        SecretName,
        boolean
      >;
    },
    onlyInWindow() {
      if (!isCommandLine) return [];
      const [here, there] = [readable(() => read(own)), readable(() => read(other))];
      return secretNames.filter((name) => there[name] !== undefined && here[name] === undefined);
    },
    protection: () => box.protection(),
  };
}

function write(path: string, sealed: Readonly<Record<string, string>>): void {
  writePrivateFile(path, Buffer.from(`${JSON.stringify(sealed, null, 2)}\n`));
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
