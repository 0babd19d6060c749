// Wildcards of one file in branches, as the dynamic-prompts extensions of other studios keep them: keys are folders, lists
// are choices. YAML, and JSON as the part of it that it is.

import { readFileSync, statSync } from 'node:fs';
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';

export interface NamedLines {
  /** The keys that lead to the list, with `/` between them. */
  readonly name: string;
  readonly lines: readonly string[];
}

/** Tens of thousands of choices; parsing more holds everything else up. */
const bytesMax = 256 * 1024;
const depthMax = 10;

/** Reads a file anew only when it changed: a prompt is read with every letter that is typed. */
export function createStructuredReader(): typeof readStructuredWildcards {
  const known = new Map<string, { readonly state: string; readonly lists: NamedLines[] }>();
  return (path) => {
    const { mtimeMs, size } = statSync(path);
    const state = `${mtimeMs} ${size}`;
    const before = known.get(path);
    if (before?.state === state) return before.lists;
    const lists = readStructuredWildcards(path);
    known.set(path, { state, lists });
    return lists;
  };
}

/** @returns nothing for a file that cannot be read as such lists: its names are then simply not there */
export function readStructuredWildcards(path: string): NamedLines[] {
  if (statSync(path).size > bytesMax) return [];
  const document = parseDocument(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''), { logLevel: 'silent' });
  return document.errors.length > 0 ? [] : listsIn(document.contents, [], depthMax);
}

/** Aliases are not followed: a few lines of them can stand for more words than there is memory. */
function listsIn(node: Node | null, keys: readonly string[], depth: number): NamedLines[] {
  if (depth === 0) return [];
  if (isSeq<Node>(node)) return keys.length === 0 ? [] : [{ name: keys.join('/'), lines: node.items.flatMap(lineOf) }];
  if (!isMap<Node, Node | null>(node)) return [];
  return node.items.flatMap(({ key, value }) =>
    isScalar(key) ? listsIn(value, [...keys, String(key.value)], depth - 1) : [],
  );
}

/** As it is written, so that 0.10 stays that; what is no plain text or number is no choice. */
function lineOf(item: Node): string[] {
  const text = isScalar(item) ? (item.source ?? '').trim() : '';
  return text === '' ? [] : [text];
}
