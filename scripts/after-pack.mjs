// What electron-builder leaves to us once the app's folder stands, before its fuses are set and it is signed.

import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';

/** @param {{ readonly appOutDir: string, readonly electronPlatformName: string }} context */
export async function afterPack({ appOutDir, electronPlatformName }) {
  const resources = join(appOutDir, 'resources');
  if (electronPlatformName === 'linux') await stripNode(join(resources, 'node', 'node'));
  const binding = process.env['TESSERA_SQLITE_BINDING'];
  if (binding !== undefined) fitRegistryElectron(resources, binding);
}

/**
 * Its symbols are a seventh of it, and nobody debugs Node itself in an engine host. A system without binutils ships them.
 * @param {string} node
 */
async function stripNode(node) {
  const { code, output } = await runCommand('strip', ['--strip-all', node], { allowFailure: true }).catch((error) => ({
    code: 1,
    output: error.message,
  }));
  if (code !== 0) console.log(`Node keeps its symbols: ${output.trim()}`);
}

/**
 * An Electron from the registry (see resolve-electron.mjs) starts folders by a small app of its own, and its Node-API is too
 * old for the addon in the package.
 * @param {string} resources @param {string} binding the addon to put in its place
 */
function fitRegistryElectron(resources, binding) {
  rmSync(join(resources, 'app'), { recursive: true, force: true });
  const packed = join(resources, 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node');
  if (!existsSync(packed))
    throw new Error('The package has no addon of better-sqlite3 for linux-x64 to put another in its place.');
  copyFileSync(binding, packed);
}
