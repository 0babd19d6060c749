// Where Chromium keeps what a browser keeps: beside the data, so that two data folders are two apps.

import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Profile {
  readonly folder: string;
  /** False when the data folder cannot be written; the app then opens only to say so. */
  readonly lasting: boolean;
}

/** A folder Chromium can write to: without one it does not start, and the user would never learn why. */
export function makeProfile(home: string): Profile {
  const folder = join(home, 'window');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return { folder, lasting: true };
  } catch {
    // Opening the core meets the same wall and tells the user in words.
    return { folder: mkdtempSync(join(tmpdir(), 'tessera-')), lasting: false };
  }
}
