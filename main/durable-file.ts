// Files that survive a power cut: flushed before they get their name, and their name flushed too.

import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file whole or not at all; once this returns, it stays. @param mode of a new file, as for `chmod` */
export function writeDurably(path: string, bytes: Uint8Array, mode = 0o666): void {
  const part = `${path}.${process.pid}.part`;
  const file = openSync(part, 'w', mode);
  try {
    writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
  flushFolder(dirname(path));
}

export function flushFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes names within a folder stay. Windows journals them by itself and opens no folder. */
export function flushFolder(folder: string): void {
  if (process.platform !== 'win32') flushFile(folder);
}
