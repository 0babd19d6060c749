// A folder of pictures of all kinds enters a real studio: what is read of them, what is refused, and what stays untouched.

import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertPngText } from '../../engine/image/png-text.ts';
import type { LibraryImport } from '../../shared/domain/import.ts';
import type { Access } from '../../shared/contract/call.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

const infotext =
  'a heron at dawn\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 4711, Size: 64x48, Model: dream';
const access: ReadonlySet<Access> = new Set(['read', 'write']);
let studio: LoopbackStudio;
let folder: string;

beforeAll(async () => {
  studio = await openLoopbackStudio();
  folder = mkdtempSync(join(tmpdir(), 'tessera-import-'));
  mkdirSync(join(folder, 'below', 'deeper'), { recursive: true });
  const plain = sharp({ create: { width: 64, height: 48, channels: 3, background: '#3a7' } });
  const png = await plain.clone().png().toBuffer();
  writeFileSync(join(folder, 'heron.png'), insertPngText(png, { parameters: infotext }));
  writeFileSync(join(folder, 'below', 'photo.JPG'), await plain.clone().tint('#f00').jpeg().toBuffer());
  writeFileSync(
    join(folder, 'below', 'deeper', 'copy of photo.jpg'),
    await plain.clone().tint('#f00').jpeg().toBuffer(),
  );
  writeFileSync(join(folder, 'below', 'small.avif'), await plain.clone().tint('#00f').avif().toBuffer());
  writeFileSync(join(folder, 'broken.png'), png.subarray(0, 40));
  writeFileSync(join(folder, 'page.webp'), '<script>alert(1)</script>');
  writeFileSync(join(folder, 'notes.txt'), 'not asked for');
  writeFileSync(join(folder, '.hidden.png'), png);
  symlinkSync(folder, join(folder, 'round-and-round'));
});
afterAll(async () => {
  await studio.close();
  rmSync(folder, { recursive: true, force: true });
});

function everything(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${path} ${statSync(path).mtimeMs} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
    })
    .toSorted();
}

async function imported(): Promise<LibraryImport> {
  const input = { folder: { kind: 'path', path: folder } };
  const started = await studio.core.dispatch('imports.start', input, { door: 'test', access });
  if (!started.ok) throw new Error(started.error.message);
  const { id } = started.value as LibraryImport;
  const current = async () => (await studio.call('imports.list', {})).imports.find((one) => one.id === id);
  await expect.poll(async () => (await current())?.state, { timeout: 30_000 }).not.toBe('running');
  const done = await current();
  if (done === undefined) throw new Error('an import is kept');
  return done;
}

test('pictures are taken with what they say, copies and hostile files are told, and nothing of the folder changes', async () => {
  const before = everything();
  const done = await imported();
  expect([done.state, done.found, done.taken, done.known, done.refused]).toEqual(['completed', 6, 3, 1, 2]);
  expect(done.refusals.map(({ name }) => name).toSorted()).toEqual(['broken.png', 'page.webp']);
  expect(done.refusals[0]?.message).toMatch(/cannot be read as a picture/);
  expect(everything()).toEqual(before);

  const { items, total } = await studio.call('library.list', { search: 'kind:import' });
  expect(total).toBe(3);
  const heron = items.find(({ imported: from }) => from?.name === 'heron.png');
  expect(heron?.imported).toEqual({ name: 'heron.png', tool: 'a1111', prompt: 'a heron at dawn' });
  expect([heron?.recipe, heron?.image.seed, heron?.image.width]).toEqual([null, 4711, 64]);
});

test('an imported picture is found by its words, its file name and its model', async () => {
  const names = async (search: string) =>
    (await studio.call('library.list', { search })).items.map((item) => item.imported?.name);
  expect(await names('heron')).toEqual(['heron.png']);
  expect(await names('model:dream negative:fog')).toEqual(['heron.png']);
  expect(await names('photo')).toHaveLength(1);
});

test('an imported picture is shown as what it is, can be started from, and cannot be varied', async () => {
  const { items } = await studio.call('library.list', { search: 'small' });
  const [avif] = items;
  if (avif === undefined) throw new Error('the AVIF was taken');
  const answer = await studio.ask({ path: `/image/${avif.image.id}` });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/avif']);
  const source = await studio.call('sources.fromImage', { image: avif.image.id });
  expect([source.width, source.height]).toEqual([64, 48]);
  const vary = { request: { kind: 'vary', image: avif.image.id, strength: 'subtle' } };
  expect((await studio.ask({ method: 'POST', path: '/call/generation.submit', body: vary })).status).toBe(400);
  const { recalled } = await studio.call('recall.read', { source: { kind: 'image', image: avif.image.id } });
  expect(recalled.tool).toBeNull();
});

test('a second time nothing is taken twice, and no job stands in the list', async () => {
  const done = await imported();
  expect([done.taken, done.known]).toEqual([0, 4]);
  expect((await studio.call('generation.list', {})).jobs).toEqual([]);
});

test('an import that an app left goes on at the next start, and counts what it took before as taken', async () => {
  await studio.call('library.trash', { selection: { kind: 'search', search: 'kind:import' } });
  await studio.call('library.purge', { selection: { kind: 'search', search: '' } });
  const { imports } = await studio.call('imports.list', {});
  const last = imports[0];
  if (last === undefined) throw new Error('two imports were made');
  await studio.core.close();
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(join(studio.home, 'tessera.db'));
  database.prepare("UPDATE imports SET state = 'running', taken = 0 WHERE id = ?").run(last.id);
  database.close();
  studio = await openLoopbackStudio({ home: studio.home });
  const current = async () => (await studio.call('imports.list', {})).imports[0];
  await expect.poll(async () => (await current())?.state, { timeout: 30_000 }).toBe('completed');
  expect([(await current())?.id, (await current())?.taken]).toEqual([last.id, 3]);
});
