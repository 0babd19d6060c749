// Pictures handed in over HTTP: made plain, kept once, drawn from, and refused with a reason.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SourceId } from '../../shared/domain/ids.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;
beforeAll(async () => {
  studio = await openLoopbackStudio();
});
afterAll(() => studio.close());

const flat = (background: string, size = 64) =>
  sharp({ create: { width: size, height: size, channels: 3, background } });

async function handIn(bytes: Uint8Array<ArrayBuffer>, type = 'image/png', token = studio.token) {
  const response = await fetch(`${studio.api.url}/source`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: bytes,
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, never> & { value: { id: string } },
  };
}

const plain = async (image: Sharp) => new Uint8Array(await image.toBuffer()) as Uint8Array<ArrayBuffer>;

/** Of the 30 columns from `left` on; sharp's statistics are always of a whole file. */
const statsOf = async (bytes: Buffer, left: number) =>
  sharp(await sharp(bytes).extract({ left, top: 0, width: 30, height: 64 }).png().toBuffer()).stats();

describe('a picture handed in', () => {
  test('is kept once, under the hash of its plain form', async () => {
    const first = await handIn(await plain(flat('#ff0000').png()));
    const again = await handIn(await plain(flat('#ff0000').png()));

    expect(first).toMatchObject({ status: 200, body: { ok: true, value: { width: 64, height: 64 } } });
    expect(again.body.value.id).toBe(first.body.value.id);
    const file = readFileSync(studio.core.sources.path(SourceId.parse(first.body.value.id)));
    expect(createHash('sha256').update(file).digest('hex')).toBe(first.body.value.id);
  });

  test('of another kind becomes an upright PNG without metadata', async () => {
    const jpeg = flat('#00ff00').extend({ right: 64, background: '#0000ff' }).jpeg().withMetadata({ orientation: 6 });
    const { body } = await handIn(await plain(jpeg), 'image/jpeg');
    const answer = await studio.ask({ path: `/source/${body.value.id}` });
    const metadata = await sharp(answer.bytes).metadata();

    expect(body.value).toMatchObject({ width: 64, height: 128 });
    expect(metadata).toMatchObject({ format: 'png', width: 64, height: 128 });
    expect(metadata.exif).toBeUndefined();
  });

  test('is what a job starts from: with strength 0 nothing of it changes', async () => {
    const { body } = await handIn(await plain(flat('#204060').png()));
    const job = await studio.drawn({ count: 1, source: { image: SourceId.parse(body.value.id), strength: 0 } });
    const picture = await studio.ask({ path: `/image/${job.images[0]?.id}` });
    const { channels } = await sharp(picture.bytes).stats();

    expect([job.state, channels.slice(0, 3).map((channel) => channel.mean)]).toEqual(['completed', [0x20, 0x40, 0x60]]);
  });

  test('is kept where its mask is black', async () => {
    const source = await handIn(await plain(flat('#204060').png()));
    const mask = await handIn(
      await plain(
        sharp({ create: { width: 32, height: 64, channels: 3, background: '#000' } })
          .extend({ right: 32, background: '#fff' })
          .png(),
      ),
    );
    const job = await studio.drawn({
      count: 1,
      source: { image: SourceId.parse(source.body.value.id), mask: SourceId.parse(mask.body.value.id), strength: 1 },
    });
    const picture = await studio.ask({ path: `/image/${job.images[0]?.id}` });
    const left = await statsOf(picture.bytes, 0);
    const right = await statsOf(picture.bytes, 34);

    expect(left.channels.slice(0, 3).map((channel) => [channel.min, channel.max])).toEqual([
      [0x20, 0x20],
      [0x40, 0x40],
      [0x60, 0x60],
    ]);
    expect(right.channels.slice(0, 3).map((channel) => channel.mean)).not.toEqual([0x20, 0x40, 0x60]);
  });

  test('is kept in its place where more is drawn around it', async () => {
    const source = await handIn(await plain(flat('#204060').png()));
    const extend = { left: 0, right: 64, top: 0, bottom: 0 };
    const image = SourceId.parse(source.body.value.id);
    const job = await studio.drawn({ count: 1, width: 128, height: 64, source: { image, strength: 1, extend } });
    const picture = await studio.ask({ path: `/image/${job.images[0]?.id}` });
    const [kept, around] = [await statsOf(picture.bytes, 34), await statsOf(picture.bytes, 96)];

    expect(kept.channels.slice(0, 3).map((channel) => [channel.min, channel.max])).toEqual([
      [0x20, 0x20],
      [0x40, 0x40],
      [0x60, 0x60],
    ]);
    expect(around.channels.slice(0, 3).map((channel) => channel.mean)).not.toEqual([0x20, 0x40, 0x60]);
  });

  test('is refused when the sides around it leave it no room', async () => {
    const source = await handIn(await plain(flat('#204060').png()));
    const extend = { left: 64, right: 64, top: 0, bottom: 0 };
    const recipe = {
      prompt: 'x',
      model: 'mock',
      width: 128,
      height: 64,
      source: { image: source.body.value.id, strength: 1, extend },
    };
    const answer = await studio.ask({
      method: 'POST',
      path: '/call/generation.submit',
      body: { request: { kind: 'generate', recipe } },
    });
    expect([answer.status, answer.json()]).toEqual([
      400,
      {
        ok: false,
        error: expect.objectContaining({ code: 'INVALID_INPUT', details: { field: 'source.extend', minimum: 64 } }),
      },
    ]);
  });

  test('may be one of the library', async () => {
    const job = await studio.drawn({ count: 1 });
    const image = job.images[0];
    if (image === undefined) throw new Error('a job has a first picture');

    expect(await studio.call('sources.fromImage', { image: image.id })).toMatchObject({ width: 64, height: 64 });
  });
});

describe('what is refused', () => {
  test('bytes that are no picture', async () => {
    expect(await handIn(new Uint8Array(Buffer.from('not a picture')))).toMatchObject({
      status: 400,
      body: { code: 'INVALID_INPUT', error: expect.stringContaining('cannot be read as a picture') },
    });
  });

  test('more than 20 MB', async () => {
    expect(await handIn(new Uint8Array(21 * 1024 * 1024))).toMatchObject({
      status: 413,
      body: { code: 'REQUEST_TOO_LARGE' },
    });
  });

  test('a body that is not the picture itself', async () => {
    const answer = await studio.ask({ method: 'POST', path: '/source', body: { image: 'x' } });

    expect([answer.status, answer.json()]).toMatchObject([400, { code: 'VALIDATION_ERROR' }]);
  });

  test('a token that may only read', async () => {
    expect(await handIn(await plain(flat('#fff').png()), 'image/png', await studio.mint(['read']))).toMatchObject({
      status: 403,
    });
  });

  test('a recipe that starts from a picture nobody handed in, before it waits in the queue', async () => {
    const recipe = { prompt: 'a cat', model: 'mock', source: { image: '0'.repeat(64), strength: 0.5 } };
    const answer = await studio.ask({
      method: 'POST',
      path: '/call/generation.submit',
      body: { request: { kind: 'generate', recipe } },
    });

    expect([answer.status, answer.json()]).toMatchObject([404, { ok: false, error: { code: 'SOURCE_NOT_FOUND' } }]);
  });
});
