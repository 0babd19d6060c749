// The tiny models beside this file as folders on disk: each variant is a family's export with some of its files changed.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const here = fileURLToPath(new URL('.', import.meta.url));

const Variant = z.strictObject({
  name: z.string(),
  /** Name of the export below models/. */
  base: z.string(),
  /** Name of the export whose weights these are, where make_goldens.py must know. */
  weights: z.string().optional(),
  /** JSON files that replace the export's own. */
  files: z.record(z.string(), z.unknown()).default({}),
  /** Folders of the export that this variant does without. */
  without: z.array(z.string()).default([]),
});
export type Variant = z.infer<typeof Variant>;

export const variants: readonly Variant[] = z
  .array(Variant)
  .parse(JSON.parse(readFileSync(join(here, 'variants.json'), 'utf8')));

/** Writes the variant's folder below `root` and returns its path. */
export function makeVariant(variant: Variant, root: string): string {
  const folder = join(root, variant.name);
  cpSync(join(here, 'models', variant.base), folder, { recursive: true });
  for (const part of variant.without) rmSync(join(folder, part), { recursive: true });
  for (const [path, content] of Object.entries(variant.files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(content));
  }
  return folder;
}
