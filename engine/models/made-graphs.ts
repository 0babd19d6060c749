// Graphs that were made from a model's own, such as those with LoRAs merged in: made once and kept, the least used thrown away first.

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

/** A made graph is as large as the model's own. */
const cacheBytesMax = 20 * 1024 ** 3;
const doneName = 'made.json';

export interface MadeGraph<Facts> {
  readonly path: string;
  readonly facts: Facts;
}

/**
 * Makes unless the same was made before; half of a work never counts, for its last file says that it is whole.
 * @param options.graph what it is made of, by path, size and date
 * @param options.recipe all else that decides what comes of it, in any form JSON can hold
 * @param options.make fills the folder it is given, and says what is worth knowing of it
 */
export function madeOnce<Facts>(options: {
  readonly cache: string;
  readonly name: string;
  readonly graph: string;
  readonly recipe: unknown;
  readonly schema: z.ZodType<Facts>;
  readonly make: (folder: string) => Facts;
}): MadeGraph<Facts> {
  const { graph, schema } = options;
  const { size, mtimeMs } = statSync(graph);
  const key = createHash('sha256')
    .update(JSON.stringify([graph, size, mtimeMs, options.recipe]))
    .digest('hex')
    .slice(0, 32);
  const path = join(options.cache, `${options.name}-${key}`);
  const done = join(path, doneName);
  if (existsSync(done)) {
    const now = new Date();
    utimesSync(done, now, now);
    return { path, facts: schema.parse(JSON.parse(readFileSync(done, 'utf8'))) };
  }
  const half = `${path}.part`;
  rmSync(half, { recursive: true, force: true });
  rmSync(path, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  try {
    const facts = options.make(half);
    writeFileSync(join(half, doneName), JSON.stringify(facts));
    renameSync(half, path);
    return { path, facts };
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

/** Throws away what was not used for longest, until the rest is small enough; never what is in use. */
export function trimMadeGraphs(cache: string, inUse: ReadonlySet<string>): void {
  const kept = readdirSync(cache)
    .map((name) => join(cache, name))
    .map((path) => ({ path, usedAt: usedAt(path), bytes: bytesOf(path) }))
    .sort((a, b) => b.usedAt - a.usedAt);
  let bytes = 0;
  for (const entry of kept) {
    bytes += entry.bytes;
    if (bytes > cacheBytesMax && !inUse.has(entry.path)) rmSync(entry.path, { recursive: true, force: true });
  }
}

function usedAt(path: string): number {
  return statSync(join(path, doneName), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function bytesOf(path: string): number {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
