// What a folder holds by name: the first thousands, for no model has more, and a folder may hold any number.

import { opendirSync } from 'node:fs';

const maxNames = 10_000;

/** In order of the alphabet. */
export function namesIn(folder: string): string[] {
  const names: string[] = [];
  const opened = opendirSync(folder);
  try {
    for (let entry = opened.readSync(); entry !== null && names.length < maxNames; entry = opened.readSync()) {
      names.push(entry.name);
    }
  } finally {
    opened.closeSync();
  }
  return names.sort();
}
