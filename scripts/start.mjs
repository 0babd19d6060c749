// Opens the studio: its window where there is a display, its interface in a browser where there is none.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, root } from './build.mjs';
import { hasDisplay } from './display.mjs';
import { resolveElectron } from './resolve-electron.mjs';

const browserPort = '8420';

async function main() {
  await build({ force: false });
  const own = process.argv.slice(2);
  if (!hasDisplay()) {
    console.log('There is no display here, so the studio is served to a browser instead.');
    return run(process.execPath, [join(root, 'main/cli/main.ts'), 'serve', '--ui', '--port', browserPort, ...own]);
  }
  const electron = await resolveElectron(console.log);
  console.log(`Electron ${electron.version}: ${electron.why}.`);
  return run(electron.executable, [...electron.args, root, ...own], electron.environment);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [environment]
 */
function run(command, args, environment = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(error));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

/** @param {unknown} error */
function fail(error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

main().catch(fail);
