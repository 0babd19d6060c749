// Collects the licences of everything a package carries, as a text for people and as an SBOM (CycloneDX 1.6) for programs.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build.mjs';
import { bundledPackages } from './bundled-packages.mjs';

/** Where electron-builder.yml takes it from. */
const output = join(root, 'out', 'third-party');

/**
 * @typedef {object} Carried
 * @property {string} name
 * @property {string} version
 * @property {string} licence an SPDX expression
 * @property {string} integrity as the lockfile has it, or empty
 * @property {readonly string[]} texts what its licence files say
 */

/** Licences of what may be carried: each asks for no more than its notice, and libvips stays a library of its own. */
const accepted = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Python-2.0',
  'Unlicense',
  'LGPL-3.0-or-later',
]);

/** Writes both files; what is carried without an accepted licence is an error. */
export function collectThirdParty() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const folders = [...new Set([...loadedPackages(lock), ...bundledPackages()])].sort();
  const carried = [...folders.map((folder) => describe(folder, lock)), node(lock)];
  const refused = carried.filter(({ licence }) => !isAccepted(licence));
  if (refused.length > 0)
    throw new Error(
      `A package may not carry ${refused.map(({ name, licence }) => `${name} (${licence || 'no licence'})`).join(', ')}.`,
    );
  mkdirSync(output, { recursive: true });
  writeFileSync(join(output, 'licences.txt'), carried.map(asText).join(`\n${'-'.repeat(80)}\n\n`));
  writeFileSync(join(output, 'sbom.cdx.json'), `${JSON.stringify(asSbom(carried), null, 2)}\n`);
  return carried.length;
}

/**
 * What stands in node_modules of the package: every dependency that is not for development, as far as it is installed here.
 * @param {{ packages: Record<string, { dev?: boolean, devOptional?: boolean }> }} lock
 */
function loadedPackages(lock) {
  return Object.entries(lock.packages)
    .filter(([folder, { dev, devOptional }]) => folder !== '' && dev !== true && devOptional !== true)
    .map(([folder]) => folder)
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
}

/**
 * @param {string} folder @param {{ packages: Record<string, { integrity?: string }> }} lock
 * @returns {Carried}
 */
function describe(folder, lock) {
  const path = join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const files = readdirSync(path).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  return {
    name,
    version,
    licence: typeof license === 'string' ? license : (license?.type ?? ''),
    integrity: lock.packages[folder]?.integrity ?? '',
    texts: files.map((file) => readFileSync(join(path, file), 'utf8').trim()),
  };
}

/**
 * The plain Node of the engine's host; its package brings the binary and no text.
 * @param {{ packages: Record<string, { version?: string, integrity?: string }> }} lock
 * @returns {Carried}
 */
function node(lock) {
  const { version = '', integrity = '' } = lock.packages['node_modules/node'] ?? {};
  return {
    name: 'node',
    version,
    licence: 'MIT',
    integrity,
    texts: ['https://github.com/nodejs/node/blob/main/LICENSE'],
  };
}

/** @param {string} expression */
function isAccepted(expression) {
  const choices = expression.replace(/[()]/g, '').split(/ OR /);
  return choices.some((choice) => choice.split(/ AND /).every((licence) => accepted.has(licence)));
}

/** @param {Carried} carried */
function asText({ name, version, licence, texts }) {
  return `${name} ${version}\n${licence}\n\n${texts.join('\n\n')}\n`;
}

/** @param {readonly Carried[]} carried */
function asSbom(carried) {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', name, version } },
    components: carried.map((part) => ({
      type: 'library',
      name: part.name,
      version: part.version,
      purl: `pkg:npm/${part.name.replace('@', '%40')}@${part.version}`,
      licenses: [{ expression: part.licence }],
      hashes: part.integrity === '' ? [] : [hash(part.integrity)],
    })),
  };
}

/** @param {string} integrity such as sha512-<base64> */
function hash(integrity) {
  const [algorithm = '', content = ''] = integrity.split(/-(.*)/s);
  return {
    alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
    content: Buffer.from(content, 'base64').toString('hex'),
  };
}
