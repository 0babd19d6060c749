// Where the app's own files stand, in the source tree as well as in a built or packaged app.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export interface Installation {
  readonly root: string;
  readonly resources: string;
  /** Entry of an engine host: the source in a checkout run by Node 24, the bundle elsewhere. */
  readonly worker: string;
  /** A plain Node binary for hosts of kind `node`. */
  readonly nodeBinary: string;
  /** The built interface, if there is one. */
  readonly ui: string | null;
  readonly version: string;
}

const Package = z.object({ version: z.string() });

/** @param moduleUrl import.meta.url of any module of main/, bundled or not */
export function findInstallation(options: { readonly moduleUrl: string }): Installation {
  const here = fileURLToPath(options.moduleUrl);
  const root = findRoot(dirname(here));
  const bundled = here.includes(`${join('out', 'main')}`);
  const builtWorker = unpacked(join(root, 'out', 'engine', 'worker.js'));
  const ui = join(root, 'out', 'renderer');
  return {
    root,
    resources: unpacked(join(root, 'resources')),
    worker: bundled ? builtWorker : join(root, 'engine', 'worker.ts'),
    nodeBinary: findNode(root),
    ui: existsSync(join(ui, 'index.html')) ? ui : null,
    version: Package.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version,
  };
}

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('no package.json above the running module');
  return findRoot(parent);
}

/** Another process cannot read inside an asar archive; what it needs is packed beside it. */
function unpacked(path: string): string {
  return path.replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2');
}

function findNode(root: string): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const candidates = [
    // Packaged: an extra resource beside the app.
    join(process.resourcesPath ?? root, 'node', name),
    // Checkout: the pinned devDependency.
    join(root, 'node_modules', 'node', 'bin', name),
  ];
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  return process.versions['electron'] === undefined ? process.execPath : name;
}
