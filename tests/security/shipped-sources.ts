// The sources that end up in the app, as text, for rules about what may never be written in them.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const shippedRooms = ['shared', 'engine', 'main', 'preload', 'renderer'] as const;
type Room = (typeof shippedRooms)[number];

export interface Source {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
}

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function sourcesOf(...rooms: readonly Room[]): Source[] {
  const wanted = rooms.length === 0 ? shippedRooms : rooms;
  return wanted.flatMap((room) =>
    filesUnder(room)
      .filter((path) => /\.(?:[cm]?[jt]sx?|html|css)$/.test(path))
      .map((path) => ({ path, text: readText(path) })),
  );
}

/** Every file below a folder, from the root; links are not followed. */
export function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'));
}

/** `file:line` of every match, for a message that can be clicked. */
export function placesOf(pattern: RegExp, sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
}

export function filesWith(pattern: RegExp, sources: readonly Source[]): string[] {
  return sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}
