// Which installed models may stand for the one a picture names: by hash, then by how alike their names are.

import { basename } from 'node:path';
import type { Model } from '../../shared/domain/model.ts';
import type { ModelMatch } from '../../shared/domain/recalled.ts';

const matchesMax = 3;
/** Below it two names share letters by chance: `flux` and `fluffy` are at 0.4. */
const likenessMin = 0.45;
/** The shortest hash of the field, of A1111's first years. */
const hashPattern = /^[0-9a-f]{8,64}$/;
const fileEnding = /\.(?:safetensors|ckpt|onnx|pt|pth|bin|gguf|sft)$/i;

/** The nearest first; the default when nothing is like it, and nothing when every model has a problem. */
export function nearestModels(
  named: { readonly name: string | null; readonly hash: string | null },
  installed: readonly Model[],
): ModelMatch[] {
  // The mock draws placeholders: only a picture that names it means it.
  const usable = installed.filter(
    ({ problem, origin }) => problem === null && (origin !== 'mock' || named.name === 'mock'),
  );
  const matches = usable
    .map(({ id, manifest, ...model }): ModelMatch => {
      const bySum = named.hash !== null && hasHash(manifest.files, named.hash);
      const names = [id, manifest.name, basename(model.folder)];
      const likeness = bySum ? 1 : Math.max(...names.map((name) => likenessOf(named.name ?? '', name)));
      return { id, name: manifest.name, by: bySum ? 'hash' : 'name', likeness };
    })
    .filter(({ likeness }) => likeness >= likenessMin)
    .toSorted((a, b) => Number(b.by === 'hash') - Number(a.by === 'hash') || b.likeness - a.likeness)
    .slice(0, matchesMax);
  const [fallback] = usable;
  if (matches.length > 0 || fallback === undefined) return matches;
  return [{ id: fallback.id, name: fallback.manifest.name, by: 'default', likeness: 0 }];
}

function hasHash(files: Model['manifest']['files'], written: string): boolean {
  const hash = written.toLowerCase().replace(/^(?:sha256:|0x)/, '');
  return hashPattern.test(hash) && files.some(({ sha256 }) => sha256?.startsWith(hash) === true);
}

/** Dice's coefficient over pairs of letters: 2 * shared / (pairs of one + pairs of the other). */
export function likenessOf(name: string, other: string): number {
  const [one, two] = [bareName(name), bareName(other)];
  if (one === '' || two === '') return 0;
  if (one === two) return 1;
  const pairs = (word: string) =>
    Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => word.slice(at, at + 2));
  const [left, right] = [pairs(one), pairs(two)];
  const rest = [...right];
  let shared = 0;
  for (const pair of left) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    rest.splice(at, 1);
    shared += 1;
  }
  return left.length + right.length === 0 ? 0 : (2 * shared) / (left.length + right.length);
}

/** Without its folder, its ending and everything but letters and digits. */
function bareName(name: string): string {
  const file = name.split(/[\\/]/).at(-1) ?? '';
  return file
    .replace(fileEnding, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 200);
}
