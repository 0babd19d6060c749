// tessera palettes: made of a folder of pictures, drawn with, and carried to another data folder in one file.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Palette } from '../../../shared/domain/palette.ts';
import { drawingOnPaper } from '../../fixtures/palette-pictures.ts';
import { type Tessera, tesseraProcess } from './tessera-process.ts';

let tessera: Tessera;
let other: Tessera;
let pictures: string;
let made: { palette: Palette; skipped: { name: string }[] };

beforeAll(async () => {
  [tessera, other] = [tesseraProcess(), tesseraProcess()];
  pictures = join(tessera.home, 'Old harbour');
  mkdirSync(pictures);
  for (const name of ['red-fish', 'boat', 'house'])
    writeFileSync(join(pictures, `${name}.png`), await drawingOnPaper(name));
  writeFileSync(join(pictures, 'broken.png'), 'no picture');
  made = await tessera.json('palettes', 'create', pictures, '--author', 'Ada');
});

afterAll(() => {
  tessera.remove();
  other.remove();
});

describe('palettes', () => {
  test('create takes the name of the folder and names what it left out', () => {
    expect(made).toMatchObject({
      palette: { name: 'Old harbour', author: 'Ada', licenceNote: 'All rights reserved by the author.' },
      skipped: [{ name: 'broken.png', code: 'INVALID_INPUT' }],
    });
    expect(made.palette.pictures.map(({ caption }) => caption)).toEqual(['boat', 'house', 'red fish']);
  });

  test('create of too little is refused before anything is opened', async () => {
    const { exitCode, stderr } = await tessera.run('palettes', 'create', join(pictures, 'boat.png'));
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('3 to 200 pictures; these are 1')]);
  });

  test('list, export and import carry it over, and generate draws the same with it', async () => {
    const { id } = made.palette;
    const file = join(tessera.home, 'harbour.tessera-palette');
    const { stdout } = await tessera.run('palettes', 'list');
    await tessera.run('palettes', 'export', id, file);
    const imported = await other.json<{ palette: Palette; known: boolean }>('palettes', 'import', file);
    const again = await other.json<{ known: boolean }>('palettes', 'import', file);
    const drawn = await Promise.all([pixels(tessera, id), pixels(other, id)]);

    expect(stdout).toContain(`${id}  Old harbour  3 pictures`);
    expect([imported.palette.id, imported.known, again.known]).toEqual([id, false, true]);
    expect(Buffer.compare(drawn[0], drawn[1])).toBe(0);
  });

  test('remove takes it from the models', async () => {
    await other.run('palettes', 'remove', made.palette.id);
    const { models } = await other.json<{ models: { id: string }[] }>('models', 'list');
    expect(models.map(({ id }) => id)).not.toContain(made.palette.id);
  });
});

async function pixels(from: Tessera, model: string): Promise<Buffer> {
  const small = ['--width', '128', '--height', '128', '--steps', '2', '--count', '1', '--seed', '5'];
  const { images } = await from.json<{ images: { path: string }[] }>(
    'generate',
    'a boat at night',
    '--model',
    model,
    ...small,
  );
  return sharp(readFileSync(images[0]?.path ?? ''))
    .raw()
    .toBuffer();
}
