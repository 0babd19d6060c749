// Writes a file that only its owner can read, whole or not at all.

import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { TesseraError } from '../../shared/errors.ts';

/** @throws DATA_FOLDER_READ_ONLY */
export function writePrivateFile(path: string, bytes: Uint8Array): void {
  const part = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(part, 'w', 0o600);
    try {
      writeSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, path);
  } catch (cause) {
    throw new TesseraError(
      'DATA_FOLDER_READ_ONLY',
      'A secret cannot be written to the data folder. Make it writable and free some space there.',
      { cause },
    );
  }
}
