// The user's wildcards: text files below wildcards/ in the data folder, one choice a line, read when a prompt names them.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** More than any list a person keeps; what is larger is taken for something else. */
const bytesMax = 4 * 1024 * 1024;
const filesMax = 5000;
const depthMax = 10;
const starsMax = 4;

/**
 * @param name as a prompt writes it, with `/` for folders and `*` for any letters
 * @returns the lines of every file that fits, without comments; null when none does
 */
export function readWildcard(home: string, name: string): readonly string[] | null {
  // Each star may try every place of a file's name.
  if (name.split('*').length > starsMax + 1) return null;
  const wanted = name.split('/').map((part) => part.trim());
  const pattern = wanted
    .join('/')
    .split('*')
    .map((part) => part.replaceAll(/[.\\+?^${}()|[\]]/g, String.raw`\$&`));
  const fits = new RegExp(`^${pattern.join('.*')}$`, 'iu');
  const folder = join(home, 'wildcards');
  const files = namesBelow(folder, '', depthMax)
    .filter((path) => fits.test(path))
    .sort();
  if (files.length === 0) return null;
  return files.flatMap((path) => linesOf(join(folder, `${path}.txt`)));
}

/** Every name a prompt can write, in the order of the alphabet. */
export function wildcardNames(home: string): string[] {
  return namesBelow(join(home, 'wildcards'), '', depthMax).sort((one, other) => (one < other ? -1 : 1));
}

/** Names of the text files, without their ending. Links are not followed: what is not in the folder is not meant. */
function namesBelow(folder: string, below: string, depth: number): string[] {
  if (depth === 0) return [];
  let entries: ReturnType<typeof entriesOf>;
  try {
    entries = entriesOf(folder);
  } catch {
    // There is no such folder until the user makes one, and one that cannot be read holds no wildcards.
    return [];
  }
  return entries
    .flatMap((entry) => {
      if (entry.isDirectory()) return namesBelow(join(folder, entry.name), `${below}${entry.name}/`, depth - 1);
      return entry.isFile() && /\.txt$/i.test(entry.name) ? [`${below}${entry.name.slice(0, -4)}`] : [];
    })
    .slice(0, filesMax);
}

function entriesOf(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

function linesOf(path: string): string[] {
  if (statSync(path).size > bytesMax) return [];
  return readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
