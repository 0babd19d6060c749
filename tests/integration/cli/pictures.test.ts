// `tessera verify` and `tessera upscale` on a library that `tessera generate` made.

import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tesseraProcess } from './tessera-process.ts';

const tessera = tesseraProcess();
let picture: string;
let image: string;

beforeAll(async () => {
  const small = ['--engine', 'mock', '--count', '2', '--width', '64', '--height', '64', '--steps', '1'];
  const drawn = await tessera.json<{ job: string; images: { path: string }[] }>('generate', 'a fox', ...small);
  picture = drawn.images[0]?.path ?? '';
  const { images } = await tessera.json<{ images: { id: string }[] }>('jobs', 'show', drawn.job);
  image = images[0]?.id ?? '';
});
afterAll(() => tessera.remove());

test('a larger picture goes into the library, and where it was asked for', async () => {
  const out = join(tessera.home, 'larger');
  const made = await tessera.json<{ width: number; path: string }>('upscale', image, '--factor', '3', '--out', out);
  expect(made.width).toBe(192);
  expect(readdirSync(out).map((file) => join(out, file))).toEqual([made.path]);
  const plain = await tessera.run('upscale', image, '--upscaler', 'lanczos');
  expect(plain).toMatchObject({ exitCode: 0 });
  expect(existsSync(plain.stdout.trim())).toBe(true);
});

test('what cannot be enlarged is refused in the words of the command', async () => {
  const factor = await tessera.run('upscale', image, '--factor', '5');
  expect(factor).toMatchObject({ exitCode: 2 });
  expect(factor.stderr).toMatch(/2, 3, 4 times/);
  expect(await tessera.run('upscale', 'nobody')).toMatchObject({ exitCode: 3 });
  expect(await tessera.run('upscale', './a/file.png')).toMatchObject({ exitCode: 2 });
});

test('a picture is the same until its file is another', async () => {
  expect(await tessera.json('verify', image)).toMatchObject({ outcome: 'same', difference: { max: 0 }, changes: [] });
  const said = await tessera.run('verify', image);
  expect(said).toMatchObject({ exitCode: 0, stdout: 'The same picture: no pixel differs.\n' });

  const { images } = await tessera.json<{ images: { path: string }[] }>(
    'generate',
    'another',
    '--engine',
    'mock',
    '--count',
    '1',
  );
  copyFileSync(images[0]?.path ?? '', picture);
  const told = await tessera.run('verify', image);
  expect(told.exitCode).toBe(1);
  expect(told.stdout).toMatch(/Another picture: 100\.00 % of its pixels differ/);
  expect(told.stdout).toMatch(/the picture in the library is not the file that was written/);
});
