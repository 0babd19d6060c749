// The key of this installation that signs the local API's tokens: 32 random bytes in a file only its owner can read.

import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { TesseraError } from '../../shared/errors.ts';

/** HS256 asks for a key at least as long as its hash. */
const keyBytes = 32;

/**
 * Reads the key, or makes it at first use.
 * Throws DATA_FOLDER_READ_ONLY when it cannot be written and INVALID_INPUT when the file is no key.
 */
export function signingKey(home: string): Uint8Array {
  const path = join(home, 'keys', 'api.key');
  const found = readKey(path) ?? makeKey(path);
  if (found.length !== keyBytes) {
    throw new TesseraError(
      'INVALID_INPUT',
      `keys/api.key in the data folder is damaged: it holds ${found.length} bytes where ${keyBytes} belong. ` +
        'Delete the file and start again; tokens made before must then be made anew.',
    );
  }
  return found;
}

function readKey(path: string): Uint8Array | null {
  let key: Uint8Array;
  try {
    key = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new TesseraError(
      'DATA_FOLDER_READ_ONLY',
      'keys/api.key in the data folder cannot be read. Make the data folder readable and writable for your user.',
      { cause: error },
    );
  }
  // A restored backup often comes back readable for everyone.
  chmodSync(path, 0o600);
  return key;
}

function makeKey(path: string): Uint8Array {
  const part = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(part, 'w', 0o600);
    try {
      writeSync(file, randomBytes(keyBytes));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    linkOnce(part, path);
    rmSync(part);
  } catch (error) {
    throw new TesseraError(
      'DATA_FOLDER_READ_ONLY',
      'The key for API tokens cannot be written to the data folder. Make it writable and free some space there.',
      { cause: error },
    );
  }
  return readFileSync(path);
}

/** A link, unlike a rename, never replaces the key another process made in the same moment. */
function linkOnce(part: string, path: string): void {
  try {
    linkSync(part, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
