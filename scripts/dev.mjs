// Opens the studio with the page reloading as its sources change.

import { join } from 'node:path';
import { root } from './build.mjs';
import { resolveElectron } from './resolve-electron.mjs';
import { runCommand } from './run-command.mjs';

async function main() {
  const electron = await resolveElectron(console.log);
  console.log(`Electron ${electron.version}: ${electron.why}.`);
  const electronVite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const noSandbox = electron.args.includes('--no-sandbox') ? ['--noSandbox'] : [];
  await runCommand(process.execPath, [electronVite, 'dev', '--watch', ...noSandbox, ...process.argv.slice(2)], {
    cwd: root,
    show: true,
    env: { ...process.env, ...electron.environment, ELECTRON_EXEC_PATH: electron.executable },
  });
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
