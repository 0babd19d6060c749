// Writes tiny Stable-Diffusion folders with random weights to try the studio on: node scripts/make-tiny-models.mjs <folder>

import { join, resolve } from 'node:path';

// Found at run time, because the tests are checked after the scripts and so cannot be a part of their types.
const { makeTinyModel, tinyVariants } = await import(new URL('../tests/fixtures/tiny-models.ts', import.meta.url).href);

const root = process.argv[2];
if (root === undefined) {
  console.error('Name the folder to write into: node scripts/make-tiny-models.mjs <folder>');
  process.exit(2);
}
for (const variant of tinyVariants) {
  const folder = join(resolve(root), variant);
  makeTinyModel({ folder, variant });
  console.log(folder);
}
