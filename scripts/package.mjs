// Builds the app and packs it with electron-builder; arguments go to electron-builder (default: a folder for this machine).

import { dirname, join } from 'node:path';
import { build, root } from './build.mjs';
import { resolveElectron } from './resolve-electron.mjs';
import { runCommand } from './run-command.mjs';

async function main() {
  await build({ force: true });
  const asked = process.argv.slice(2);
  const electron = await electronToPack();
  await runCommand(
    process.execPath,
    [
      join(root, 'node_modules', 'electron-builder', 'cli.js'),
      ...(asked.length > 0 ? asked : ['--dir']),
      '--publish=never',
      ...electron.options,
    ],
    { cwd: root, show: true, env: { ...process.env, ...electron.environment } },
  );
}

/** TESSERA_ELECTRON_DIST, or the folder of an Electron found another way; electron-builder downloads its own otherwise. */
async function electronToPack() {
  const named = process.env['TESSERA_ELECTRON_DIST'];
  if (named) return { options: [`-c.electronDist=${named}`], environment: {} };
  const found = await resolveElectron(console.log);
  if (found.source !== 'registry') return { options: [], environment: {} };
  console.log(`Packing Electron ${found.version}: ${found.why}. This package is for trying, never for shipping.`);
  const versions = [`-c.electronDist=${dirname(found.executable)}`, `-c.electronVersion=${found.version}`];
  return { options: versions, environment: found.environment };
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
