// Makes the data folder, and sees that it can be written before anything is opened in it.

import { accessSync, constants, mkdirSync } from 'node:fs';
import { TesseraError } from '../shared/errors.ts';

/** @throws DATA_FOLDER_READ_ONLY */
export function makeDataFolder(home: string): void {
  try {
    mkdirSync(home, { recursive: true });
    accessSync(home, constants.W_OK);
  } catch (cause) {
    throw new TesseraError(
      'DATA_FOLDER_READ_ONLY',
      'Tessera cannot write to its data folder. Give it write permission, or choose another folder with TESSERA_HOME.',
      { cause },
    );
  }
}
