// Palettes over HTTP, with the real cutter: made, followed, stopped, changed, drawn with and shared.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TesseraEvent } from '../../shared/contract/index.ts';
import type { ModelId, PaletteTicket, SourceId } from '../../shared/domain/ids.ts';
import type { Palette } from '../../shared/domain/palette.ts';
import { drawingOnPaper } from '../fixtures/palette-pictures.ts';
import { handInBytes } from './hand-in-bytes.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;
let other: LoopbackStudio;
const events: TesseraEvent[] = [];

beforeAll(async () => {
  studio = await openLoopbackStudio();
  other = await openLoopbackStudio();
  studio.core.events.subscribe((event) => events.push(event));
});

afterAll(() => Promise.all([studio.close(), other.close()]));

async function handedIn(names: readonly string[]) {
  return Promise.all(
    names.map(async (name) => {
      const { body } = await handInBytes(studio, '/source', await drawingOnPaper(name));
      return { source: (body['value'] as { id: SourceId }).id, name: `${name}.png` };
    }),
  );
}

const made = new Map<string, Promise<Palette>>();
/** Made once for each list of drawings. */
function palette(...names: string[]): Promise<Palette> {
  const key = names.join();
  const known = made.get(key) ?? make(names);
  made.set(key, known);
  return known;
}

async function make(names: readonly string[]): Promise<Palette> {
  const pictures = await handedIn(names);
  return (await studio.call('palettes.create', { name: 'Harbour', licenceNote: 'For friends.', pictures })).palette;
}

const folders = (at = studio) => ({
  palettes: readdirSync(join(at.home, 'palettes')),
  making: existsSync(join(at.home, 'cache', 'palettes')) ? readdirSync(join(at.home, 'cache', 'palettes')) : [],
});

describe('making one', () => {
  test('cuts the pictures out, captions them by their names and tells how far it is', async () => {
    const ticket = 'mine' as PaletteTicket;
    const pictures = await handedIn(['cat', 'star', 'small fish']);
    const { palette: fresh, skipped } = await studio.call('palettes.create', { name: ' Night ', pictures, ticket });

    expect(fresh).toMatchObject({
      id: expect.stringMatching(/^palette-[0-9a-f]{16}$/),
      name: 'Night',
      licenceNote: 'All rights reserved by the author.',
      base: 'sticker-mini',
      pictures: [
        { name: 'cat.png', caption: 'cat', cutOut: true },
        { name: 'star.png', caption: 'star', cutOut: true },
        { name: 'small fish.png', caption: 'small fish', cutOut: true },
      ],
    });
    expect(skipped).toEqual([]);
    const told = events.flatMap(({ name, data }) =>
      name === 'palette.progress' && data.ticket === ticket ? [data.done] : [],
    );
    expect(told).toEqual([1, 2, 3]);
    const models = (await studio.call('models.list', {})).models;
    expect(models.find(({ id }) => id === fresh.id)).toMatchObject({ origin: 'palette', problem: null });
  });

  test('leaves out what was never handed in, and says so', async () => {
    const pictures = [
      ...(await handedIn(['tree', 'boat', 'orange-cat'])),
      { source: '0'.repeat(64) as SourceId, name: 'gone.png' },
    ];
    const { palette: fresh, skipped } = await studio.call('palettes.create', { name: 'Three', pictures });

    expect(fresh.pictures).toHaveLength(3);
    expect(skipped).toMatchObject([
      { name: 'gone.png', code: 'SOURCE_NOT_FOUND', reason: expect.stringMatching(/\w\.$/) },
    ]);
  });

  test('of fewer than three that can be used leaves nothing behind', async () => {
    const before = folders();
    const pictures = [...(await handedIn(['tree', 'boat'])), { source: '0'.repeat(64) as SourceId, name: 'gone.png' }];
    const answer = await studio.ask({ method: 'POST', path: '/call/palettes.create', body: { name: 'Two', pictures } });

    expect(answer.json()).toMatchObject({
      ok: false,
      error: { code: 'PALETTE_TOO_FEW_PICTURES', message: expect.stringContaining('gone.png') },
    });
    expect(folders()).toEqual(before);
  });

  test('of the same pictures twice is refused by the name of the first', async () => {
    await palette('red-fish', 'blue-fish', 'house');
    const pictures = await handedIn(['red-fish', 'blue-fish', 'house']);
    const answer = await studio.ask({
      method: 'POST',
      path: '/call/palettes.create',
      body: { name: 'Again', pictures },
    });

    expect([answer.status, answer.json()]).toMatchObject([
      409,
      { error: { code: 'PALETTE_EXISTS', details: { name: 'Harbour' } } },
    ]);
  });

  test('stops when it is told to, and leaves nothing behind', async () => {
    const before = folders();
    const ticket = 'stopped' as PaletteTicket;
    const stop = studio.core.events.subscribe((event) => {
      if (event.name === 'palette.progress' && event.data.ticket === ticket)
        void studio.call('palettes.cancel', { ticket });
    });
    const pictures = await handedIn(['tall-house', 'round tree', 'cat', 'star', 'boat', 'tree', 'house']);
    const answer = await studio.ask({
      method: 'POST',
      path: '/call/palettes.create',
      body: { name: 'Never', pictures, ticket },
    });
    stop();

    expect(answer.json()).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
    expect(folders()).toEqual(before);
  });
});

describe('one that is there', () => {
  test('shows its pictures, and no others', async () => {
    const { id } = await palette('red-fish', 'blue-fish', 'house');
    const first = await studio.ask({ path: `/palette/${id}/0` });
    const { format, hasAlpha } = await sharp(first.bytes).metadata();

    expect([first.status, first.headers['content-type'], format, hasAlpha]).toEqual([200, 'image/webp', 'webp', true]);
    expect((await studio.ask({ path: `/palette/${id}/3` })).status).toBe(404);
    expect((await studio.ask({ path: '/palette/nobody/0' })).status).toBe(404);
    expect((await studio.ask({ path: `/palette/${id}/0`, token: null })).status).toBe(401);
  });

  test('is drawn with by new words as soon as they are changed', async () => {
    const { id } = await palette('red-fish', 'blue-fish', 'house');
    const draw = async () => {
      const job = await studio.drawn({
        prompt: 'a dragon',
        model: id,
        steps: 2,
        width: 128,
        height: 128,
        count: 1,
        seed: 4,
      });
      return (await studio.call('library.get', { id: job.images[0]!.id })).drawnFrom.map(({ name }) => name);
    };
    const before = await draw();
    await studio.call('palettes.update', { id, captions: ['dragon', 'blue fish', 'house'], name: 'Airfield' });
    const after = await draw();

    expect(before).not.toContain(id);
    expect(after).toEqual([id]);
    const wrong = await studio.ask({ method: 'POST', path: '/call/palettes.update', body: { id, captions: ['one'] } });
    expect(wrong.json()).toMatchObject({ error: { code: 'INVALID_INPUT', details: { field: 'captions' } } });
  });

  test('does without what its model does without, until it is alone', async () => {
    const { id } = await palette('red-fish', 'blue-fish', 'house');
    const sets = (await studio.call('models.list', {})).models.find((model) => model.id === id)?.manifest.sets ?? [];
    const others = sets.map(({ name }) => name).filter((name) => name !== id);
    const excludedBy = async (excludedSets: Record<string, string[]>) => {
      await studio.call('settings.set', { excludedSets: excludedSets as never });
      const job = await studio.drawn({ prompt: 'a fish', model: id, steps: 1, width: 128, height: 128, count: 1 });
      return job.task.recipe.excludedSets;
    };

    expect(await excludedBy({ 'sticker-mini': ['emojione'] })).toEqual(['emojione']);
    expect(await excludedBy({ 'sticker-mini': ['emojione'], [id]: others })).toEqual(others.toSorted());
    expect(await excludedBy({})).toEqual([]);
  });

  test('goes to the trash and comes back', async () => {
    const { id } = await palette('tree', 'star', 'tall-house');
    await studio.call('palettes.remove', { id });
    const gone = await studio.ask({
      method: 'POST',
      path: '/call/generation.submit',
      body: { request: { kind: 'generate', recipe: { prompt: 'a tree', model: id } } },
    });
    const back = await studio.call('palettes.restore', { id });

    expect(gone.json()).toMatchObject({ error: { code: 'MODEL_NOT_FOUND' } });
    expect(back.id).toBe(id);
  });
});

describe('shared', () => {
  async function exported(id: ModelId): Promise<Buffer> {
    const { file } = await studio.call('palettes.export', { id });
    const answer = await studio.ask({ path: `/export/${encodeURIComponent(file)}` });
    expect(answer.status).toBe(200);
    return answer.bytes;
  }

  test('is one file with its licence note, and elsewhere the same palette', async () => {
    const { id } = await palette('cat', 'orange-cat', 'boat');
    const bytes = await exported(id);
    const [first, again] = [await handInBytes(other, '/palette', bytes), await handInBytes(other, '/palette', bytes)];

    expect(Buffer.from(unzipSync(bytes)['LICENSE.txt'] ?? []).toString('utf8')).toContain('For friends.');
    expect([first.status, first.body]).toMatchObject([200, { ok: true, value: { known: false, palette: { id } } }]);
    expect(again.body).toMatchObject({ ok: true, value: { known: true } });
    expect(folders(other).palettes).toEqual([id]);
    expect(folders(other).making).toEqual([]);
    expect(await exported(id)).toEqual(bytes);
  });

  test('draws the same pictures elsewhere', async () => {
    const { id } = await palette('cat', 'orange-cat', 'boat');
    await handInBytes(other, '/palette', await exported(id));
    const pixels = async (at: LoopbackStudio) => {
      const job = await at.drawn({
        prompt: 'a cat on the beach',
        model: id,
        steps: 4,
        width: 128,
        height: 128,
        count: 2,
        seed: 9,
      });
      return Promise.all(
        job.images.map(async (image) =>
          sharp((await at.ask({ path: `/image/${image.id}` })).bytes)
            .raw()
            .toBuffer(),
        ),
      );
    };

    expect(await pixels(studio)).toEqual(await pixels(other));
  });
});
