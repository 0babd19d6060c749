// Remembers which packages went into a bundle, so that their licences go along.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build.mjs';

const record = join(root, 'out', 'bundled');

/**
 * A plugin of the bundler; `name` tells bundles apart.
 * @param {string} name
 */
export function rememberPackages(name) {
  return {
    name: 'remember-packages',
    /** @param {unknown} _options @param {Record<string, { readonly moduleIds?: readonly string[] }>} bundle */
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) => chunk.moduleIds ?? []);
      const folders = new Set(modules.flatMap((id) => packageFolder(id) ?? []));
      mkdirSync(record, { recursive: true });
      writeFileSync(join(record, `${name}.json`), JSON.stringify([...folders].sort(), null, 2));
    },
  };
}

/** @param {string} id the path of a module @returns {string | undefined} the folder of its package, from the root */
function packageFolder(id) {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/?]+)\//.exec(id.replaceAll('\\', '/').replaceAll('\0', ''));
  const folder = found?.[1];
  const plainRoot = root.replaceAll('\\', '/').replace(/\/$/, '');
  return folder?.startsWith(`${plainRoot}/`) ? folder.slice(plainRoot.length + 1) : undefined;
}

/** @returns {readonly string[]} folders of the packages of every bundle, from the root */
export function bundledPackages() {
  const folders = ['main', 'preload', 'renderer'].flatMap((name) => {
    const path = join(record, `${name}.json`);
    return /** @type {string[]} */ (JSON.parse(readFileSync(path, 'utf8')));
  });
  return [...new Set(folders)];
}
