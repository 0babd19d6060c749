// Writes a file that only its owner can read, whole or not at all.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { TesseraError } from '../../shared/errors.ts';
import { writeDurably } from '../durable-file.ts';

/** @throws DATA_FOLDER_READ_ONLY */
export function writePrivateFile(path: string, bytes: Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeDurably(path, bytes, 0o600);
  } catch (cause) {
    throw new TesseraError(
      'DATA_FOLDER_READ_ONLY',
      'A secret cannot be written to the data folder. Make it writable and free some space there.',
      { cause },
    );
  }
}
