// Writes into package-lock.json the builds for other platforms that a registry here does not carry.
//
// npm leaves out an optional package it cannot look up, and `npm ci` then calls the lockfile out of date. Run this
// after `npm install` on such a machine; where every build can be looked up it changes nothing.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build.mjs';

/**
 * @typedef {object} Locked
 * @property {string} [version]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {Record<string, string>} [optionalDependencies]
 */

const path = join(root, 'package-lock.json');
/** @type {{ packages: Record<string, Locked> }} */
const lockfile = JSON.parse(readFileSync(path, 'utf8'));
const { packages } = lockfile;

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32'];

/** @param {string} name such as @oxlint/binding-linux-x64-musl: npm must not install it elsewhere, so its platform is spelled out */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const system = systems.find((word) => words.includes(word));
  const processor = processors.find((word) => words.includes(word));
  if (system === undefined && processor !== 'wasm32') throw new Error(`${name} does not say which platform it is for`);
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : words.includes('gnu') ? 'glibc' : undefined;
  return {
    ...(processor ? { cpu: [processor] } : {}),
    ...(libc ? { libc: [libc] } : {}),
    ...(system ? { os: [system] } : {}),
  };
}

/** @param {string} from @param {string} name */
function isLocked(from, name) {
  const folders = from.split('/node_modules/');
  return (
    folders.some((_, depth) => `${[...folders.slice(0, depth + 1), name].join('/node_modules/')}` in packages) ||
    `node_modules/${name}` in packages
  );
}

const added = [];
for (const [from, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(from, name)) continue;
    if (!/^\d/.test(version)) throw new Error(`${from} wants ${name} ${version}, which is no exact version`);
    packages[`node_modules/${name}`] = {
      version,
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
      ...platformOf(name),
    };
    added.push(name);
  }
}
const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
lockfile.packages = Object.fromEntries(sorted);
if (added.length > 0) writeFileSync(path, `${JSON.stringify(lockfile, null, 2)}\n`);
console.log(added.length > 0 ? `added ${added.length}: ${added.join(', ')}` : 'package-lock.json is complete');
