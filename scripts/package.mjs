// Builds the app and packs it with electron-builder; arguments go to electron-builder (default: a folder for this machine).

import { dirname, join } from 'node:path';
import { build, root } from './build.mjs';
import { resolveElectron } from './resolve-electron.mjs';
import { runCommand } from './run-command.mjs';
import { collectThirdParty } from './third-party.mjs';

async function main() {
  await build({ force: true });
  console.log(`${collectThirdParty()} packages of others go along, with their licences.`);
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

/**
 * TESSERA_ELECTRON_DIST names a folder of Electron for another system. Otherwise it is the Electron that runs here; on macOS,
 * where that is a bundle with a name of its own, electron-builder downloads one.
 */
async function electronToPack() {
  const named = process.env['TESSERA_ELECTRON_DIST'];
  if (named) return { options: [`-c.electronDist=${named}`], environment: {} };
  if (process.platform === 'darwin') return { options: [], environment: {} };
  const { executable, version, why, environment } = await resolveElectron(console.log);
  console.log(`Packing Electron ${version}: ${why}.`);
  const options = [`-c.electronDist=${dirname(executable)}`];
  if (version !== 'unknown') options.push(`-c.electronVersion=${version}`);
  return { options, environment };
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
