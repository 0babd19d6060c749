// Walks every import in the sources and holds it against who may import whom (docs/ARCHITECTURE.md).

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Import {
  readonly file: string;
  readonly line: number;
  /** A path from the root for our own files, otherwise the package as written. */
  readonly target: string;
  readonly typeOnly: boolean;
}

const rooms = ['shared', 'engine', 'main', 'preload', 'renderer'] as const;
type Room = (typeof rooms)[number];

function sourcesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return sourcesUnder(path);
    return /\.(ts|tsx|mts|cts|js|mjs|cjs|jsx)$/.test(entry.name) ? [path] : [];
  });
}

function resolveTarget(file: string, request: string): string {
  if (!request.startsWith('.')) return request;
  return relative(root, join(root, dirname(file), request))
    .split(sep)
    .join('/');
}

function importsOf(file: string, source: string): Import[] {
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`);
  const lineAt = (offset: number) => source.slice(0, offset).split('\n').length;
  const seen = (request: string, offset: number, typeOnly: boolean): Import => ({
    file,
    line: lineAt(offset),
    target: resolveTarget(file, request),
    typeOnly,
  });
  const written = module.staticImports.map((found) =>
    seen(
      found.moduleRequest.value,
      found.start,
      found.entries.length > 0 && found.entries.every((entry) => entry.isType),
    ),
  );
  const passedOn = module.staticExports.flatMap((found) =>
    found.entries.flatMap((entry) =>
      entry.moduleRequest ? [seen(entry.moduleRequest.value, found.start, entry.isType)] : [],
    ),
  );
  // The parser lists neither `import('x').Type` nor `require('x')`, and gives dynamic imports only as positions.
  const called = [...source.matchAll(/\b(?:import|require)\s*\(\s*(['"`])([^'"`]+)\1/g)].map((found) =>
    seen(found[2] ?? '', found.index, false),
  );
  return [...written, ...passedOn, ...called];
}

const files: Record<Room, string[]> = {
  shared: sourcesUnder('shared'),
  engine: sourcesUnder('engine'),
  main: sourcesUnder('main'),
  preload: sourcesUnder('preload'),
  renderer: sourcesUnder('renderer'),
};
const imports = rooms.flatMap((room) =>
  files[room].flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8'))),
);

function roomOf(path: string): Room | undefined {
  return rooms.find((room) => path === room || path.startsWith(`${room}/`));
}

function isOurs(found: Import): boolean {
  return /^(?:shared|engine|main|preload|renderer|tests|scripts|resources|docs|training|\.\.)(?:\/|$)/.test(
    found.target,
  );
}

function lines(offending: readonly Import[]): string[] {
  return offending.map((found) => `${found.file}:${found.line} imports ${found.target}`);
}

function importsFrom(room: Room): Import[] {
  return imports.filter((found) => roomOf(found.file) === room);
}

/** Our own rooms each room may reach besides itself; `resources` holds data files that may be imported as JSON. */
const mayReach: Record<Room, readonly string[]> = {
  shared: [],
  engine: ['shared', 'resources'],
  main: ['shared', 'resources'],
  preload: ['shared'],
  renderer: ['shared', 'resources'],
};

describe('the import walk', () => {
  test.each(rooms)('saw source files and imports in %s', (room) => {
    expect(files[room].length).toBeGreaterThan(0);
    expect(files[room].every((file) => statSync(join(root, file)).isFile())).toBe(true);
  });

  test('saw imports', () => {
    expect(imports.length).toBeGreaterThan(50);
    expect(imports.filter(isOurs).length).toBeGreaterThan(20);
  });

  test('reads every way of importing', () => {
    const source = [
      "import type { A } from '../shared/a.ts';",
      "import { b } from '../engine/b.ts';",
      "export * from './c.ts';",
      "const d = await import('../renderer/d.ts');",
      "const e: import('../preload/e.ts').E = 1;",
      "const f = require('electron');",
      "import 'sharp';",
    ].join('\n');
    expect(importsOf('main/x.ts', source).map((found) => [found.line, found.target, found.typeOnly])).toEqual([
      [1, 'shared/a.ts', true],
      [2, 'engine/b.ts', false],
      [7, 'sharp', false],
      [3, 'main/c.ts', false],
      [4, 'renderer/d.ts', false],
      [5, 'preload/e.ts', false],
      [6, 'electron', false],
    ]);
  });
});

describe('rooms', () => {
  test.each(rooms)('%s imports only the rooms it may', (room) => {
    const allowed = [room, ...mayReach[room]];
    const offending = importsFrom(room).filter(
      (found) => isOurs(found) && !allowed.includes(found.target.split('/')[0] ?? ''),
    );
    expect(lines(offending)).toEqual([]);
  });

  test('shared depends on zod only', () => {
    const offending = importsFrom('shared').filter((found) => !isOurs(found) && found.target !== 'zod');
    expect(lines(offending)).toEqual([]);
  });

  test('preload depends on electron only', () => {
    const offending = importsFrom('preload').filter((found) => !isOurs(found) && found.target !== 'electron');
    expect(lines(offending)).toEqual([]);
  });

  test('only main/shell, main/index.ts and preload import electron', () => {
    const offending = imports.filter(
      (found) =>
        /^electron(?:\/|$)/.test(found.target) && !/^(?:main\/shell\/|main\/index\.ts$|preload\/)/.test(found.file),
    );
    expect(lines(offending)).toEqual([]);
  });

  test('only engine/runtime imports onnxruntime-node', () => {
    const offending = imports.filter(
      (found) => found.target.startsWith('onnxruntime') && !found.file.startsWith('engine/runtime/'),
    );
    expect(lines(offending)).toEqual([]);
  });

  test('the engine has no database, no network and no worker threads', () => {
    const banned =
      /^(?:electron|better-sqlite3|fastify|@fastify\/|(?:node:)?(?:net|http|https|http2|tls|dgram|dns|worker_threads)$)/;
    expect(lines(importsFrom('engine').filter((found) => banned.test(found.target)))).toEqual([]);
  });

  test('the renderer imports nothing of Node', () => {
    const banned = /^(?:node:|electron|onnxruntime|better-sqlite3|sharp|fastify)/;
    expect(lines(importsFrom('renderer').filter((found) => banned.test(found.target)))).toEqual([]);
  });

  test('renderer features never import each other', () => {
    const feature = (path: string) => /^renderer\/features\/([^/]+)\//.exec(path)?.[1];
    const offending = importsFrom('renderer').filter((found) => {
      const from = feature(found.file);
      const to = feature(found.target);
      return from !== undefined && to !== undefined && from !== to;
    });
    expect(lines(offending)).toEqual([]);
  });

  test('renderer/ui and renderer/bridge know no feature', () => {
    const offending = importsFrom('renderer').filter(
      (found) => /^renderer\/(?:ui|bridge|state)\//.test(found.file) && found.target.startsWith('renderer/features/'),
    );
    expect(lines(offending)).toEqual([]);
  });

  test('index.ts passes nothing on, the contract and the entries excepted', () => {
    const offending = rooms
      .flatMap((room) => files[room])
      .filter((file) => /\/index\.tsx?$/.test(file) && file !== 'shared/contract/index.ts')
      .filter((file) => /^\s*export\s/m.test(readFileSync(join(root, file), 'utf8')));
    expect(offending).toEqual([]);
  });

  test('no file hides behind a name that says nothing', () => {
    const offending = rooms
      .flatMap((room) => files[room])
      .filter((file) => /(?:^|\/)(?:utils?|helpers?|common|misc)(?:[./-]|$)/.test(file));
    expect(offending).toEqual([]);
  });
});

const rootLayers = ['index', 'core', 'dispatch', 'handlers'];
const folderLayers = ['api', 'cli', 'shell', 'engine', 'store', 'logging'];

/** Where a file of main stands. Every other folder is a service; every other file beside core.ts is ground. */
function layerOf(path: string): string | undefined {
  if (!path.startsWith('main/')) return undefined;
  const [, first = '', ...rest] = path.split('/');
  if (rest.length > 0) return folderLayers.includes(first) ? first : 'services';
  const name = first.replace(/\.tsx?$/, '');
  return rootLayers.includes(name) ? name : 'ground';
}

/**
 * Read down the table as a call travels: doors, dispatch, handlers, services, store. Types may be looked at from
 * further up (`import type` leaves nothing behind at run time); values only where the row says so.
 */
const layers: Record<string, readonly string[]> = {
  // Boots and entries: they call the composition root, hand it an engine host and open doors.
  index: ['core', 'shell', 'api', 'engine', 'ground', 'logging'],
  cli: ['cli', 'core', 'api', 'engine', 'ground', 'logging'],
  // The one place that knows every part.
  core: ['dispatch', 'handlers', 'services', 'engine', 'store', 'ground', 'logging'],
  shell: ['shell', 'dispatch', 'engine', 'ground', 'logging'],
  api: ['api', 'dispatch', 'ground', 'logging'],
  dispatch: ['handlers', 'ground', 'logging'],
  handlers: ['services', 'ground', 'logging'],
  services: ['services', 'engine', 'store', 'ground', 'logging'],
  // Starts and watches the engine's process; knows no database.
  engine: ['engine', 'ground', 'logging'],
  store: ['store', 'ground', 'logging'],
  // Single files beside core.ts, with nothing of main below them.
  ground: ['ground', 'logging'],
  logging: ['logging'],
};

describe('inside main', () => {
  test('every file stands in a known layer', () => {
    expect(files.main.filter((file) => !Object.hasOwn(layers, layerOf(file) ?? ''))).toEqual([]);
  });

  test('values travel from doors to the store and never back', () => {
    const offending = importsFrom('main').filter((found) => {
      const to = layerOf(found.target);
      if (to === undefined || found.typeOnly) return false;
      return !layers[layerOf(found.file) ?? '']?.includes(to);
    });
    expect(lines(offending)).toEqual([]);
  });

  test('nothing below a door names the door, not even its types', () => {
    const doors = ['api', 'cli', 'shell'];
    const offending = importsFrom('main').filter((found) => {
      const to = layerOf(found.target);
      const from = layerOf(found.file) ?? '';
      return to !== undefined && doors.includes(to) && to !== from && !['index', 'cli'].includes(from);
    });
    expect(lines(offending)).toEqual([]);
  });
});
