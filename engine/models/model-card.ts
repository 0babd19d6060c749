// What a model's folder says of itself to people: its name, its licence from the card that came with it, and the file with its text.

import { basename, resolve, sep } from 'node:path';
import { readModelHead } from './model-json.ts';
import { namesIn } from './names-in.ts';

const maxNameLength = 200;
/** The facts stand first; what follows is prose. */
const cardBytes = 64 * 1024;

/** The folder's name; Hugging Face caches hide it two levels up, as models--owner--name/snapshots/<commit>. */
export function nameOfModel(folder: string): string {
  const parts = resolve(folder).split(sep);
  const cached = parts.at(-2) === 'snapshots' ? parts.at(-3)?.split('--').at(-1) : undefined;
  return (cached || basename(resolve(folder)) || 'Model').slice(0, maxNameLength);
}

/** As the model card's first lines state it, if there is one. */
export function licenceOfModel(folder: string): string | null {
  const card = readModelHead({ folder, path: 'README.md' }, cardBytes);
  const head = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---/.exec(card ?? '')?.[1] ?? '';
  return /^license:\s*["']?([\w.+-]{1,100})/m.exec(head)?.[1] ?? null;
}

/** The file with the words of the licence, by the names people give it. */
export function licenceFileOf(folder: string): string | null {
  return namesIn(folder).find((name) => /^(?:licen[cs]e|copying)(?:[-_.][\w-]+)*$/i.test(name)) ?? null;
}
