// What electron-builder leaves to us once the app's folder stands, before its fuses are set and it is signed.

import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Only an Electron from the registry needs this (see resolve-electron.mjs): it starts folders by a small app of its own,
 * and its Node-API is too old for the addon in the package.
 * @param {{ readonly appOutDir: string }} context
 */
export default async function afterPack({ appOutDir }) {
  rmSync(join(appOutDir, 'resources', 'app'), { recursive: true, force: true });
  const binding = process.env['TESSERA_SQLITE_BINDING'];
  if (binding === undefined) return;
  const packed = join(appOutDir, 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node');
  if (!existsSync(packed)) throw new Error('The package has no addon of better-sqlite3 for linux-x64 to put another in its place.');
  copyFileSync(binding, packed);
}
