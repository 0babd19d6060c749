// Exports over real HTTP, written by the real imaging host: what was asked for is what is downloaded.

import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallInput } from '../../shared/contract/index.ts';
import type { LibraryExport } from '../../shared/domain/export.ts';
import type { Job } from '../../shared/domain/job.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;
let job: Job;

beforeAll(async () => {
  studio = await openLoopbackStudio();
  job = await studio.drawn({ prompt: 'a fox to take along', seed: 7, count: 3 });
});
afterAll(() => studio.close());

async function exported(asked: CallInput<'exports.start'>): Promise<LibraryExport> {
  const { id } = await studio.call('exports.start', asked);
  const current = async () => (await studio.call('exports.list', {})).exports.find((one) => one.id === id);
  await expect.poll(async () => (await current())?.state, { timeout: 20_000 }).not.toBe('running');
  const done = await current();
  if (done === undefined) throw new Error('an export is kept');
  return done;
}

test('a search leaves as a zip of pictures in the format that was asked for', async () => {
  const done = await exported({
    selection: { kind: 'search', search: 'take along' },
    style: { format: 'webp', longestSide: 32, metadata: 'none' },
    names: '{number}-{prompt}',
  });
  expect([done.state, done.written, done.failed]).toEqual(['completed', 3, 0]);
  const answer = await studio.ask({ path: `/export/${done.file}` });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/zip']);
  const files = unzipSync(answer.bytes);
  expect(Object.keys(files)).toEqual([1, 2, 3].map((number) => `000${number}-a-fox-to-take-along.webp`));
  const { format, width, exif, xmp } = await sharp(Object.values(files)[0]).metadata();
  expect([format, width, exif, xmp]).toEqual(['webp', 32, undefined, undefined]);
});

test('one picture leaves as itself', async () => {
  const ids = job.images.slice(0, 1).map(({ id }) => id);
  const done = await exported({ selection: { kind: 'pictures', ids }, style: { format: 'jpeg' }, names: 'fox' });
  const answer = await studio.ask({ path: `/export/${done.file}` });
  expect(answer.headers['content-type']).toBe('image/jpeg');
  expect((await sharp(answer.bytes).metadata()).format).toBe('jpeg');
});

test('no program over HTTP names a folder', async () => {
  const asked = { selection: { kind: 'search' }, target: { kind: 'path', path: '/tmp' } };
  const answer = await studio.ask({ method: 'POST', path: '/call/exports.start', body: asked });
  expect(answer.status).toBe(403);
  const foreign = { ...asked, target: { kind: 'chosen', ticket: 'mine' } };
  expect((await studio.ask({ method: 'POST', path: '/call/exports.start', body: foreign })).status).toBe(404);
});
