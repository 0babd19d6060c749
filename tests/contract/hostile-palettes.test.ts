// Files that are no honest palette, handed in over HTTP: each is refused with its own code, and nothing of it stays.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handInBytes } from './hand-in-bytes.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;

beforeAll(async () => {
  studio = await openLoopbackStudio();
});

afterAll(() => studio.close());

const folders = () => ({
  palettes: readdirSync(join(studio.home, 'palettes')),
  making: existsSync(join(studio.home, 'cache', 'palettes')) ? readdirSync(join(studio.home, 'cache', 'palettes')) : [],
});

describe('a file that is no honest palette', () => {
  const list = (facts: object) => strToU8(JSON.stringify(facts));
  const picture = (side: number) =>
    sharp({ create: { width: side, height: side, channels: 4, background: '#c33' } })
      .webp({ quality: 20 })
      .toBuffer();
  const facts = (length: number, more: object = {}) => ({
    format: 1,
    extends: 'sticker-mini',
    name: 'Foreign',
    author: '',
    licenceNote: 'None.',
    createdAt: '2026-11-21T10:00:00.000Z',
    updatedAt: '2026-11-21T10:00:00.000Z',
    colours: ['#cc3333'],
    paper: null,
    pictures: [0, 1, 2].map((at) => ({ name: `${at}.png`, caption: '', cutOut: true, offset: at * length, length })),
    ...more,
  });
  const honest = async () => {
    const bytes = await picture(16);
    return {
      'palette.json': list(facts(bytes.length)),
      'exemplars.bin': new Uint8Array(Buffer.concat([bytes, bytes, bytes])),
    };
  };

  const hostile: [string, string, () => Promise<Uint8Array>][] = [
    ['text', 'PALETTE_NOT_A_PALETTE', async () => strToU8('hello')],
    ['nothing', 'PALETTE_NOT_A_PALETTE', async () => new Uint8Array(0)],
    ['a zip of something else', 'PALETTE_UNSAFE', async () => zipSync({ 'readme.txt': strToU8('x') })],
    ['a zip without pictures', 'PALETTE_NOT_A_PALETTE', async () => zipSync({ 'palette.json': strToU8('{}') })],
    [
      'a path that leads out',
      'PALETTE_UNSAFE',
      async () => zipSync({ ...(await honest()), '../../evil.txt': strToU8('x') }),
    ],
    ['an absolute path', 'PALETTE_UNSAFE', async () => zipSync({ ...(await honest()), '/etc/evil': strToU8('x') })],
    [
      'a bomb',
      'PALETTE_TOO_LARGE',
      async () => zipSync({ ...(await honest()), 'exemplars.bin': new Uint8Array(33 * 1024 * 1024) }, { level: 1 }),
    ],
    [
      'a list that is a bomb',
      'PALETTE_TOO_LARGE',
      async () => zipSync({ 'palette.json': new Uint8Array(2 * 1024 * 1024).fill(32) }),
    ],
    [
      'a list that is no JSON',
      'PALETTE_DAMAGED',
      async () => zipSync({ ...(await honest()), 'palette.json': strToU8('{') }),
    ],
    [
      'a list that lacks its licence',
      'PALETTE_DAMAGED',
      async () => zipSync({ ...(await honest()), 'palette.json': list(facts(8, { licenceNote: undefined })) }),
    ],
    [
      'a newer format',
      'PALETTE_FROM_THE_FUTURE',
      async () => zipSync({ ...(await honest()), 'palette.json': list(facts(8, { format: 2 })) }),
    ],
    [
      'pictures past the end of the pack',
      'PALETTE_DAMAGED',
      async () => zipSync({ ...(await honest()), 'palette.json': list(facts(1_000_000)) }),
    ],
    [
      'pictures that are none',
      'PALETTE_DAMAGED',
      async () => zipSync({ 'palette.json': list(facts(8)), 'exemplars.bin': new Uint8Array(24).fill(7) }),
    ],
    [
      'pictures that are too wide',
      'PALETTE_DAMAGED',
      async () => {
        const wide = await picture(600);
        const pack = new Uint8Array(Buffer.concat([wide, wide, wide]));
        return zipSync({ 'palette.json': list(facts(wide.length)), 'exemplars.bin': pack });
      },
    ],
    [
      'a palette cut short',
      'PALETTE_DAMAGED',
      async () => zipSync({ ...(await honest()) }, { level: 0 }).subarray(0, 500),
    ],
    [
      'a model that is not here',
      'MODEL_NOT_FOUND',
      async () => {
        const bytes = await picture(16);
        return zipSync({ ...(await honest()), 'palette.json': list(facts(bytes.length, { extends: 'nobody' })) });
      },
    ],
  ];

  test.each(hostile)('%s is refused with %s', async (_what, code, make) => {
    const before = folders();
    const answer = await handInBytes(studio, '/palette', await make());

    expect(answer.body).toMatchObject({ code, error: expect.stringMatching(/\w.*\.$/) });
    expect(folders()).toEqual(before);
  });

  test('nothing at all is wrong with the one these were made from', async () => {
    expect((await handInBytes(studio, '/palette', zipSync(await honest()))).body).toMatchObject({ ok: true });
  });

  test('and whoever may only read may hand none in', async () => {
    const response = await handInBytes(studio, '/palette', zipSync(await honest()), await studio.mint(['read']));
    expect(response.status).toBe(403);
  });
});
