// What a picture looks like in a few bytes: the same in every copy of it, alike in alike ones, apart in others.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describePicture } from '../../../../engine/image/picture-traits.ts';
import { descriptionLength } from '../../../../shared/domain/picture-traits.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-traits-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A sun over a field: plain shapes whose colours and places a test can choose. */
function drawing({ sky = '#8ecae6', field = '#588157', sunAt = 60 } = {}): Sharp {
  return sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="256" height="192">
      <rect width="256" height="192" fill="${sky}"/><rect y="120" width="256" height="72" fill="${field}"/>
      <circle cx="${sunAt}" cy="50" r="28" fill="#ffb703"/><rect x="180" y="80" width="30" height="60" fill="#6b2d1a"/></svg>`),
  );
}

async function traitsOf(name: string, picture: Sharp) {
  await picture.toFile(join(folder, name));
  return (await describePicture(join(folder, name))).traits;
}
const bitsApart = (a: string, b: string) =>
  (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length;
function apart(a: string, b: string): number {
  const [one, other] = [Buffer.from(a, 'base64'), Buffer.from(b, 'base64')];
  return one.reduce((sum, byte, at) => sum + Math.abs(byte - (other[at] ?? 0)), 0) / descriptionLength;
}

test('a copy in another size and format has nearly the same hash and description', async () => {
  const original = await traitsOf('a.png', drawing());
  const copy = await traitsOf('b.jpg', drawing().resize(140).flatten().jpeg({ quality: 60 }));
  expect(bitsApart(original.hash, copy.hash)).toBeLessThanOrEqual(4);
  expect(apart(original.description, copy.description)).toBeLessThan(6);
  expect(Buffer.from(original.description, 'base64').length).toBe(descriptionLength);
});

test('alike pictures are nearer than others: by colours, and by where things stand', async () => {
  const original = await traitsOf('c.png', drawing());
  const moved = await traitsOf('d.png', drawing({ sunAt: 90 }));
  const recoloured = await traitsOf('e.png', drawing({ sky: '#3a0ca3', field: '#f72585' }));
  const other = await traitsOf('f.png', drawing({ sky: '#222222', field: '#dddddd', sunAt: 200 }).rotate(90));
  const near = apart(original.description, moved.description);
  const middle = apart(original.description, recoloured.description);
  const far = apart(original.description, other.description);
  expect(near).toBeLessThan(middle);
  expect(middle).toBeLessThan(far);
  expect(bitsApart(original.hash, other.hash)).toBeGreaterThan(10);
});

test('transparency counts as white', async () => {
  const create = { width: 32, height: 32, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const;
  const clear = await traitsOf('g.png', sharp({ create }));
  const white = await traitsOf('h.png', sharp({ create: { ...create, background: '#ffffff' } }));
  expect(clear).toEqual(white);
});

test('what is no picture is refused', async () => {
  await expect(describePicture(join(folder, 'gone.png'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
});
