import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { writeAnimation } from '../../../../engine/image/animation.ts';
import { writeContactSheet } from '../../../../engine/image/contact-sheet.ts';
import { pageHeight, pageLayout } from '../../../../engine/image/contact-sheet-layout.ts';
import { temporaryFolder } from '../../main/fixtures.ts';

async function pictureIn(folder: string, name: string, colour: string, size = { width: 160, height: 90 }) {
  const path = join(folder, `${name}.png`);
  await sharp({ create: { ...size, channels: 3, background: colour } })
    .png()
    .toFile(path);
  return path;
}

async function sheet(format: 'png' | 'pdf', titles: readonly string[], title = 'A film') {
  const folder = temporaryFolder();
  const red = await pictureIn(folder, 'red', '#ff0000');
  const output = join(folder, `sheet.${format}`);
  const cells = titles.map((cell, place) => ({ picture: place === 1 ? null : red, title: cell, caption: 'a fox' }));
  await writeContactSheet({ format, title, subtitle: `${titles.length} shots`, cells, output });
  return readFileSync(output);
}

describe('the layout', () => {
  it.each([
    [16 / 9, 3],
    [1, 3],
    [9 / 16, 4],
  ])('puts pictures of the shape %f in rows of %i', (aspect, columns) => {
    const layout = pageLayout({ cells: 12, aspect, rowsPerPage: null });
    const tops = Array.from({ length: 12 }, (_, index) => layout.place(index).top);
    expect(tops.filter((top) => top === tops[0])).toHaveLength(columns);
  });

  it.each([16 / 9, 4 / 3, 1, 3 / 4, 9 / 16])('keeps every cell of a page of shape %f on it', (aspect) => {
    const layout = pageLayout({ cells: 240, aspect, rowsPerPage: 'fit' });
    const last = layout.place(layout.cellsPerPage - 1);
    expect(last.left + layout.cellWidth).toBeLessThanOrEqual(layout.width - layout.margin + 1);
    expect(last.top + layout.pictureHeight + 48).toBeLessThanOrEqual(pageHeight);
    expect(layout.place(layout.cellsPerPage)).toEqual(layout.place(0));
  });

  it('never lays two cells over each other', () => {
    const layout = pageLayout({ cells: 24, aspect: 16 / 9, rowsPerPage: null });
    const places = Array.from({ length: 24 }, (_, index) => layout.place(index));
    const overlapping = places.filter((one, index) =>
      places.some(
        (other, at) =>
          at > index &&
          Math.abs(one.left - other.left) < layout.cellWidth &&
          Math.abs(one.top - other.top) < layout.pictureHeight,
      ),
    );
    expect(overlapping).toEqual([]);
  });
});

describe('a contact sheet as PNG', () => {
  it('shows each picture in its place, and an empty cell where there is none', async () => {
    const png = await sheet('png', ['one', 'two', 'three']);
    const layout = pageLayout({ cells: 3, aspect: 16 / 9, rowsPerPage: null });
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    const colourAt = (index: number) => {
      const { left, top } = layout.place(index);
      const at = ((top + 20) * info.width + left + 20) * info.channels;
      return [...data.subarray(at, at + 3)];
    };
    expect([info.width, info.height]).toEqual([layout.width, layout.height]);
    expect(colourAt(0)).toEqual([255, 0, 0]);
    expect(colourAt(1)).toEqual([225, 225, 221]);
    expect(colourAt(2)).toEqual([255, 0, 0]);
  });

  it.each(['<b>&', 'a'.repeat(500), '日本語のタイトル', '   ', '\u0000\u0007'])(
    'takes the title "%s"',
    async (title) => {
      expect((await sharp(await sheet('png', [title, 'two'], title)).metadata()).format).toBe('png');
    },
  );
});

describe('a contact sheet as PDF', () => {
  it('has A4 pages on their side, as many as it needs', async () => {
    const document = await PDFDocument.load(
      await sheet(
        'pdf',
        Array.from({ length: 20 }, (_, place) => `shot ${place}`),
      ),
    );
    expect(document.getPageCount()).toBe(4);
    expect(document.getPage(0).getSize()).toEqual({ width: 842, height: 595 });
    expect(document.getTitle()).toBe('A film');
  });

  it.each(['Été à la plage', '日本語のタイトル', '<b>&', 'a'.repeat(500), '   ', '\u0000', '🦊'])(
    'takes the title "%s"',
    async (title) => {
      const document = await PDFDocument.load(await sheet('pdf', [title, 'two'], title));
      expect(document.getPageCount()).toBe(1);
    },
  );
});

describe('an animation', () => {
  it('shows each picture for as long as it lasts, equal neighbours as one', async () => {
    const folder = temporaryFolder();
    const red = await pictureIn(folder, 'red', '#ff0000');
    const blue = await pictureIn(folder, 'blue', '#0000ff', { width: 90, height: 160 });
    const output = join(folder, 'film.webp');
    const frames = [red, red, blue].map((picture, place) => ({ picture, durationMs: 500 * (place + 1) }));
    await writeAnimation({ frames, output });
    expect(await sharp(output, { animated: true }).metadata()).toMatchObject({
      format: 'webp',
      pages: 2,
      loop: 0,
      width: 160,
      pageHeight: 90,
      delay: [1500, 1500],
    });
  });

  it('of one picture is one', async () => {
    const folder = temporaryFolder();
    const output = join(folder, 'film.webp');
    const picture = await pictureIn(folder, 'red', '#ff0000', { width: 2048, height: 1024 });
    await writeAnimation({ frames: [{ picture, durationMs: 100 }], output });
    expect(await sharp(output).metadata()).toMatchObject({ width: 1024, height: 512 });
  });

  it('of a picture that is gone says so', async () => {
    const folder = temporaryFolder();
    const gone = { picture: join(folder, 'gone.png'), durationMs: 100 };
    await expect(writeAnimation({ frames: [gone], output: join(folder, 'film.webp') })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
  });
});
