// The user's wildcards below wildcards/ in the data folder, read when a prompt names them: text files with one choice a line,
// and YAML and JSON files that hold many lists each.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readStructuredWildcards } from './structured-wildcards.ts';

/** More than any list a person keeps; what is larger is taken for something else. */
const bytesMax = 4 * 1024 * 1024;
const filesMax = 5000;
const depthMax = 10;
const starsMax = 4;

/**
 * @param name as a prompt writes it, with `/` for folders and `*` for any letters
 * @returns the lines of every file that fits, without comments; null when none does
 */
export function readWildcard(
  home: string,
  name: string,
  readLists = readStructuredWildcards,
): readonly string[] | null {
  // Each star may try every place of a file's name.
  if (name.split('*').length > starsMax + 1) return null;
  const wanted = name.split('/').map((part) => part.trim());
  const pattern = wanted
    .join('/')
    .split('*')
    .map((part) => part.replaceAll(/[.\\+?^${}()|[\]]/g, String.raw`\$&`));
  const fits = new RegExp(`^${pattern.join('.*')}$`, 'iu');
  const folder = join(home, 'wildcards');
  const found = wildcardsBelow(folder, { below: '', depth: depthMax, readLists })
    .filter((one) => fits.test(one.name))
    .sort(byName);
  if (found.length === 0) return null;
  return found.flatMap(({ lines }) => lines());
}

/** Every name a prompt can write, in the order of the alphabet. */
export function wildcardNames(home: string, readLists = readStructuredWildcards): string[] {
  const names = wildcardsBelow(join(home, 'wildcards'), { below: '', depth: depthMax, readLists })
    .sort(byName)
    .map(({ name }) => name);
  return [...new Set(names)];
}

interface Wildcard {
  readonly name: string;
  readonly lines: () => readonly string[];
}

function byName(one: Wildcard, other: Wildcard): number {
  return one.name < other.name ? -1 : Number(one.name > other.name);
}

/**
 * Text files are named without their ending, lists in other files by their folder and keys. Links are not followed: what is not
 * in the folder is not meant.
 */
function wildcardsBelow(
  folder: string,
  options: { readonly below: string; readonly depth: number; readonly readLists: typeof readStructuredWildcards },
): Wildcard[] {
  const { below, depth, readLists } = options;
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
      const path = join(folder, entry.name);
      if (entry.isDirectory())
        return wildcardsBelow(path, { ...options, below: `${below}${entry.name}/`, depth: depth - 1 });
      if (!entry.isFile()) return [];
      if (/\.txt$/i.test(entry.name))
        return [{ name: `${below}${entry.name.slice(0, -4)}`, lines: () => linesOf(path) }];
      if (!/\.(?:ya?ml|json)$/i.test(entry.name)) return [];
      return readLists(path).map(({ name, lines }) => ({ name: `${below}${name}`, lines: () => lines }));
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
