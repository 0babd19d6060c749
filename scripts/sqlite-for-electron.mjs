// Builds better-sqlite3 for an Electron whose Node-API is older than the one its prebuilt binaries need.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache-folder.mjs';
import { runCommand } from './run-command.mjs';

const require = createRequire(import.meta.url);

/** The prebuilt binaries use references to strings, which became stable in Node-API 10. */
export const nodeApiNeeded = 10;

/**
 * The package's own source, with Node-API's experimental level instead of level 10: older runtimes offer the same
 * functions under it.
 */
const experimentalNodeApi = [
  '-DNAPI_VERSION=2147483647',
  '-DNAPI_EXPERIMENTAL',
  '-DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT',
  '-DNAPI_DISABLE_CPP_EXCEPTIONS',
  '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
];

/**
 * At the experimental level the runtime aborts when a finalizer touches the collector's state; finalizers must be
 * posted instead. node-addon-api does so where this function is declared, and node-api-headers leaves it out.
 */
const declaresPostFinalizer = `#include <js_native_api.h>
#define NODE_API_EXPERIMENTAL_HAS_POST_FINALIZER
extern "C" NAPI_EXTERN napi_status NAPI_CDECL node_api_post_finalizer(
    napi_env env, napi_finalize finalize_cb, void* finalize_data, void* finalize_hint);
`;

/** @param {(line: string) => void} say */
export async function sqliteForOldNodeApi(say) {
  const packageFolder = dirname(require.resolve('better-sqlite3/package.json'));
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  // The recipe is part of the name, so that a changed flag never meets an old binary.
  const recipe = createHash('sha256')
    .update(JSON.stringify([experimentalNodeApi, declaresPostFinalizer]))
    .digest('hex')
    .slice(0, 8);
  const folder = join(cacheFolder(), `better-sqlite3-${version}-${process.platform}-${process.arch}-${recipe}`);
  const finished = join(folder, 'better_sqlite3.node');
  if (existsSync(finished)) return finished;

  say(`building better-sqlite3 ${version} for this Electron's older Node-API, once (about two minutes)`);
  await needCompiler();
  await mkdir(folder, { recursive: true });
  const work = join(folder, `work-${process.pid}`);
  await mkdir(work);
  try {
    const built = await compile(packageFolder, work);
    await rename(built, finished);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return finished;
}

async function needCompiler() {
  try {
    await runCommand('g++', ['--version']);
  } catch (cause) {
    throw new Error(
      'a C++ compiler is needed once, to build better-sqlite3 for this Electron: install g++ (on Debian: apt-get install g++), or name a current Electron in TESSERA_ELECTRON',
      { cause },
    );
  }
}

/**
 * @param {string} packageFolder
 * @param {string} work
 */
async function compile(packageFolder, work) {
  const sqlite = join(packageFolder, 'deps', 'sqlite3');
  const defines = await readFile(join(packageFolder, 'deps', 'defines.gypi'), 'utf8');
  const sqliteDefines = [...defines.matchAll(/^\s*'([A-Z0-9_]+(?:=[^']*)?)',$/gm)].map((found) => `-D${found[1]}`);
  if (sqliteDefines.length < 20)
    throw new Error('better-sqlite3 no longer lists its SQLite options in deps/defines.gypi');
  const includes = [
    `-I${dirname(createRequire(join(packageFolder, 'package.json')).resolve('node-addon-api/napi.h'))}`,
    `-I${require('node-api-headers').include_dir}`,
    `-I${sqlite}`,
  ];
  const shared = ['-O2', '-fPIC', '-DNDEBUG', '-w', '-c'];
  const sqliteObject = join(work, 'sqlite3.o');
  const addonObject = join(work, 'better_sqlite3.o');
  const prelude = join(work, 'prelude.h');
  await writeFile(prelude, declaresPostFinalizer);
  const compileSqlite = () =>
    runCommand('gcc', ['-std=c99', ...shared, ...sqliteDefines, join(sqlite, 'sqlite3.c'), '-o', sqliteObject]);
  const compileAddon = () =>
    runCommand('g++', [
      '-std=c++20',
      '-fvisibility=hidden',
      '-fvisibility-inlines-hidden',
      ...shared,
      ...experimentalNodeApi,
      ...includes,
      '-include',
      prelude,
      '-DBUILDING_NODE_EXTENSION',
      '-DNODE_GYP_MODULE_NAME=better_sqlite3',
      join(packageFolder, 'src', 'better_sqlite3.cpp'),
      '-o',
      addonObject,
    ]);
  if (availableParallelism() > 1) await Promise.all([compileSqlite(), compileAddon()]);
  else {
    await compileSqlite();
    await compileAddon();
  }
  const library = join(work, 'better_sqlite3.node');
  const linking = ['-shared', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', sqliteObject, addonObject];
  await runCommand('g++', [...linking, '-lpthread', '-ldl', '-lm', '-o', library]);
  return library;
}
