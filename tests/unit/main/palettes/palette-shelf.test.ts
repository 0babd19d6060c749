// The folder of palettes: what is half made is swept away, what is damaged is left out, and ids follow the pixels.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPaletteShelf, isUnchanged } from '../../../../main/palettes/palette-shelf.ts';
import { captionOfFile } from '../../../../shared/domain/palette.ts';
import { temporaryFolder } from '../fixtures.ts';

function facts(name: string, createdAt = '2026-11-21T10:00:00.000Z') {
  const pictures = [0, 1, 2].map((at) => ({ name: `${at}.png`, caption: '', cutOut: true, offset: at, length: 1 }));
  const said = { name, author: '', licenceNote: 'None.', createdAt, updatedAt: createdAt, colours: [], paper: null };
  return { format: 1, extends: 'sticker-mini', ...said, pictures };
}

function fill(folder: string, name: string, pixels: string, createdAt?: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'palette.json'), JSON.stringify(facts(name, createdAt)));
  writeFileSync(join(folder, 'exemplars.bin'), pixels);
  return folder;
}

const open = (home: string, lines: string[] = []) => createPaletteShelf({ home, log: (line) => lines.push(line) });

describe('a shelf', () => {
  test('shows a palette only once it was put up, under an id made of its pixels', async () => {
    const shelf = open(temporaryFolder());
    const folder = fill(shelf.newFolder('a'), 'Mine', 'abc');
    const before = shelf.all();
    const { id } = await shelf.putUp(folder);

    expect(before).toEqual([]);
    // The first 16 digits of SHA-256("abc"), FIPS 180-2.
    expect(id).toBe('palette-ba7816bf8f01cfea');
    expect(shelf.all().map(({ facts: { name } }) => name)).toEqual(['Mine']);
    expect(existsSync(folder)).toBe(false);
  });

  test('sweeps away what a killed app was making', () => {
    const home = temporaryFolder();
    fill(open(home).newFolder('half'), 'Half', 'abc');
    open(home);

    expect(existsSync(join(home, 'cache', 'palettes', 'half'))).toBe(false);
    expect(readdirSync(join(home, 'palettes'))).toEqual([]);
  });

  test('leaves out what is damaged, says so, and keeps the others, newest first', () => {
    const home = temporaryFolder();
    fill(join(home, 'palettes', 'palette-old'), 'Old', 'a', '2026-01-01T00:00:00.000Z');
    fill(join(home, 'palettes', 'palette-new'), 'New', 'b', '2026-02-01T00:00:00.000Z');
    fill(join(home, 'palettes', 'palette-bad'), 'Bad', 'c');
    writeFileSync(join(home, 'palettes', 'palette-bad', 'palette.json'), '{');
    const lines: string[] = [];

    expect(
      open(home, lines)
        .all()
        .map(({ facts: { name } }) => name),
    ).toEqual(['New', 'Old']);
    expect(lines).toEqual([expect.stringContaining('palette-bad cannot be read')]);
  });

  test('tells pictures that were changed behind its back', async () => {
    const shelf = open(temporaryFolder());
    const stored = await shelf.putUp(fill(shelf.newFolder('a'), 'Mine', 'abc'));
    const before = await isUnchanged(stored);
    writeFileSync(join(stored.folder, 'exemplars.bin'), 'abd');

    expect([before, await isUnchanged(stored)]).toEqual([true, false]);
  });

  test('removes to the trash, and what comes back is the same', async () => {
    const shelf = open(temporaryFolder());
    const stored = await shelf.putUp(fill(shelf.newFolder('a'), 'Mine', 'abc'));
    await shelf.remove(stored.id);
    expect(shelf.all()).toEqual([]);
    expect(() => shelf.get(stored.id)).toThrow('There is no palette');
    expect(await shelf.restore(stored.id)).toEqual(stored);
    await expect(shelf.restore(stored.id)).rejects.toMatchObject({ code: 'PALETTE_NOT_FOUND' });
  });
});

test.each([
  ['Sleepy_cat-03.PNG', 'sleepy cat'],
  ['orangeCat.webp', 'orange cat'],
  ['IMG_20260101_1234.jpg', ''],
  ['Scan 12 blue boat (copy).tif', 'blue boat'],
  ['œuf à la coque.png', 'œuf à la coque'],
])('the file %s begins with the caption "%s"', (name, caption) => {
  expect(captionOfFile(name)).toBe(caption);
});
