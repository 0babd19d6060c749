// What a model's folder says of itself to people: its name, and its licence from the card that came with it.

import { basename, resolve, sep } from 'node:path';
import { hasModelFile, readModelText } from './model-json.ts';

const maxNameLength = 200;

/** The folder's name; Hugging Face caches hide it two levels up, as models--owner--name/snapshots/<commit>. */
export function nameOfModel(folder: string): string {
  const parts = resolve(folder).split(sep);
  const cached = parts.at(-2) === 'snapshots' ? parts.at(-3)?.split('--').at(-1) : undefined;
  return (cached || basename(resolve(folder)) || 'Model').slice(0, maxNameLength);
}

/** As the model card's first lines state it, if there is one. */
export function licenceOfModel(folder: string): string | null {
  const card = { folder, path: 'README.md' };
  if (!hasModelFile(card)) return null;
  const head = /^---\r?\n([\s\S]*?)\r?\n---/.exec(readModelText(card))?.[1] ?? '';
  return /^license:\s*["']?([\w.+-]+)/m.exec(head)?.[1] ?? null;
}
