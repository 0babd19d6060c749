// Sees to it that the system has what the tests need: installs it on Debian as root, elsewhere says what is missing.

import { existsSync } from 'node:fs';
import { browserExecutable } from './browser-executable.mjs';
import { hasDisplay } from './display.mjs';
import { runCommand } from './run-command.mjs';

/**
 * A display and hands for it, a compiler for the database's addon, a browser, the libraries Electron links to, what ExifTool
 * runs on, and a witness of connections.
 */
const packages = [
  'xvfb',
  'xauth',
  'g++',
  'chromium',
  'fonts-liberation',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'perl',
  'strace',
  'xdotool',
];

export async function provideSystem() {
  if (process.platform === 'linux' && existsSync('/etc/debian_version') && process.getuid?.() === 0)
    return installPackages();
  const missing = await missingTools();
  if (missing.length > 0)
    throw new Error(
      `The tests need what this system lacks:\n${missing.map((line) => `  - ${line}`).join('\n')}\nOn Debian: apt-get install --no-install-recommends ${packages.join(' ')}`,
    );
}

async function installPackages() {
  if ((await missingPackages(packages)).length === 0) return;
  console.log('installing the system packages the tests need');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update', '-q'], { env });
  const wanted = [];
  for (const name of await missingPackages(packages)) wanted.push(await nameHere(name));
  await runCommand('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...wanted], { env });
}

/** @param {readonly string[]} names */
async function missingPackages(names) {
  const missing = [];
  for (const name of names) {
    const states = await Promise.all([name, `${name}t64`].map(isInstalled));
    if (!states.includes(true)) missing.push(name);
  }
  return missing;
}

/** @param {string} name */
async function isInstalled(name) {
  const { code, output } = await runCommand('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], {
    allowFailure: true,
  });
  return code === 0 && output.trim() === 'installed';
}

/**
 * Debian 13 renamed libraries for 64-bit time.
 * @param {string} name
 */
async function nameHere(name) {
  const { output } = await runCommand('apt-cache', ['policy', `${name}t64`], { allowFailure: true });
  return /Candidate: (?!\(none\))/.test(output) ? `${name}t64` : name;
}

async function missingTools() {
  const missing = [];
  if (browserExecutable() === undefined)
    missing.push('a Chromium: install one, run `npx playwright install chromium`, or name it in TESSERA_CHROMIUM');
  if (!hasDisplay() && !existsSync('/usr/bin/xvfb-run')) missing.push('a display, or xvfb-run to make one');
  return missing;
}
