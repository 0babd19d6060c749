// Builds out/ when a source is newer than it, or always when asked to.

import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runCommand } from './run-command.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Written last, so that a build that was interrupted counts as none. */
const finishedMark = join(root, 'out', '.finished');
const sources = ['shared', 'engine', 'main', 'preload', 'renderer', 'resources/locales'];
const settings = ['electron.vite.config.ts', 'package.json', 'package-lock.json'];

/** @param {{ force: boolean }} options */
export async function build({ force }) {
  if (!force && isFresh()) return;
  rmSync(join(root, 'out'), { recursive: true, force: true });
  const electronVite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  await runCommand(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], { cwd: root, show: true });
  writeFileSync(finishedMark, '');
}

function isFresh() {
  const built = statSync(finishedMark, { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) return false;
  const files = sources.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  return [...settings, ...files].every((file) => {
    // Folders count too: their time tells of a file taken away.
    const found = statSync(join(root, file), { throwIfNoEntry: false });
    return found !== undefined && found.mtimeMs <= built;
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  build({ force: !process.argv.includes('--if-stale') }).catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
