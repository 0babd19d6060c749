// A storyboard on paper: pictures in rows with their titles and captions, as one tall PNG or a PDF of pages.

import sharp from 'sharp';
import { type ContactSheetCell, pageLayout, type SheetHead } from './contact-sheet-layout.ts';
import { contactSheetPdf } from './contact-sheet-pdf.ts';
import { lineOfText } from './line-of-text.ts';
import { pngOptions } from './png.ts';
import { readPicture } from './read-picture.ts';
import { writeDurably } from './write-durably.ts';

const ink = '#17191b';
const faintInk = '#666b72';
const emptyCell = '#e1e1dd';

/** @throws as readPicture and writeDurably do */
export async function writeContactSheet(
  options: SheetHead & {
    readonly format: 'png' | 'pdf';
    readonly cells: readonly ContactSheetCell[];
    readonly output: string;
  },
): Promise<void> {
  const bytes = options.format === 'pdf' ? await contactSheetPdf(options) : await contactSheetPng(options);
  await writeDurably(options.output, bytes);
}

async function contactSheetPng(options: SheetHead & { readonly cells: readonly ContactSheetCell[] }): Promise<Buffer> {
  const layout = pageLayout({
    cells: options.cells.length,
    rowsPerPage: null,
    aspect: await firstAspect(options.cells),
  });
  const head = { width: layout.width - 2 * layout.margin, left: layout.margin };
  const pieces = [
    await piece(options.title, { ...head, top: layout.margin, size: 30, colour: ink }),
    await piece(options.subtitle, { ...head, top: layout.margin + 44, size: 16, colour: faintInk }),
  ];
  for (const [index, cell] of options.cells.entries()) {
    const place = layout.place(index);
    const width = layout.cellWidth;
    pieces.push({ input: await cellPicture(cell.picture, layout.cellWidth, layout.pictureHeight), ...place });
    const below = place.top + layout.pictureHeight;
    pieces.push(await piece(cell.title, { left: place.left, top: below + 8, width, size: 16, colour: ink }));
    pieces.push(await piece(cell.caption, { left: place.left, top: below + 32, width, size: 13, colour: faintInk }));
  }
  return sharp({ create: { width: layout.width, height: layout.height, channels: 3, background: '#ffffff' } })
    .composite(pieces.filter((found) => found !== null))
    .png(pngOptions)
    .toBuffer();
}

async function piece(
  text: string,
  at: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly size: number;
    readonly colour: string;
  },
) {
  const line = await lineOfText(text, { width: at.width, size: at.size, colour: at.colour });
  return line === null ? null : { input: line.png, left: at.left, top: at.top };
}

async function cellPicture(picture: string | null, width: number, height: number): Promise<Buffer> {
  if (picture === null) {
    return sharp({ create: { width, height, channels: 3, background: emptyCell } })
      .png()
      .toBuffer();
  }
  const opened = await readPicture(picture);
  return opened.pixels().resize({ width, height, fit: 'contain', background: '#000000' }).png().toBuffer();
}

async function firstAspect(cells: readonly ContactSheetCell[]): Promise<number> {
  const first = cells.find((cell) => cell.picture !== null)?.picture;
  if (first === undefined || first === null) return 1;
  const { width, height } = await readPicture(first);
  return width / height;
}
