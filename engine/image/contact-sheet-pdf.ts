// A contact sheet as a PDF: A4 pages on their side, with real text where the standard font has the letters.

import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from '@cantoo/pdf-lib';
import {
  type ContactSheetCell,
  pageHeight,
  pageLayout,
  type SheetHead,
  type SheetLayout,
} from './contact-sheet-layout.ts';
import { lineOfText } from './line-of-text.ts';
import { readPicture } from './read-picture.ts';

/** The layout counts half points. */
const unit = 0.5;
const jpegQuality = 88;
const ink = { colour: '#17191b', rgb: rgb(0.09, 0.1, 0.11) };
const faintInk = { colour: '#666b72', rgb: rgb(0.4, 0.42, 0.45) };
const emptyCell = rgb(0.88, 0.88, 0.87);

/** @throws as readPicture does */
export async function contactSheetPdf(
  options: SheetHead & { readonly cells: readonly ContactSheetCell[] },
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.setTitle(options.title);
  document.setCreator('Tessera');
  const font = await document.embedFont(StandardFonts.Helvetica);
  const first = options.cells.find((cell) => cell.picture !== null)?.picture ?? null;
  const size = first === null ? { width: 1, height: 1 } : await readPicture(first);
  const layout = pageLayout({ cells: options.cells.length, rowsPerPage: 'fit', aspect: size.width / size.height });
  let page: PDFPage | null = null;
  for (const [index, cell] of options.cells.entries()) {
    if (page === null || index % layout.cellsPerPage === 0) {
      page = document.addPage([layout.width * unit, layout.height * unit]);
      const width = layout.width - 2 * layout.margin;
      const { margin: left } = layout;
      await write(options.title, { document, page, font, left, top: left, width, size: 30, ink });
      await write(options.subtitle, { document, page, font, left, top: left + 44, width, size: 16, ink: faintInk });
    }
    await drawCell(cell, { document, page, font, layout, ...layout.place(index) });
  }
  return document.save();
}

interface Place {
  readonly document: PDFDocument;
  readonly page: PDFPage;
  readonly font: PDFFont;
  readonly left: number;
  readonly top: number;
}

async function drawCell(cell: ContactSheetCell, place: Place & { readonly layout: SheetLayout }): Promise<void> {
  const { document, page, layout, left, top } = place;
  const { cellWidth: width, pictureHeight } = layout;
  const frame = { x: left * unit, y: (pageHeight - top - pictureHeight) * unit };
  if (cell.picture === null) {
    page.drawRectangle({ ...frame, width: width * unit, height: pictureHeight * unit, color: emptyCell });
  } else {
    const opened = await readPicture(cell.picture);
    const jpeg = await opened
      .pixels()
      .resize({ width: width * 2, height: pictureHeight * 2, fit: 'contain', background: '#000000' })
      .flatten({ background: '#000000' })
      .jpeg({ quality: jpegQuality })
      .toBuffer();
    const image = await document.embedJpg(jpeg);
    page.drawImage(image, { ...frame, width: width * unit, height: pictureHeight * unit });
  }
  const below = top + pictureHeight;
  await write(cell.title, { ...place, top: below + 8, width, size: 16, ink });
  await write(cell.caption, { ...place, top: below + 32, width, size: 13, ink: faintInk });
}

async function write(
  text: string,
  at: Place & { readonly width: number; readonly size: number; readonly ink: typeof ink },
): Promise<void> {
  const words = text.replace(/\s+/gu, ' ').trim();
  const size = at.size * unit;
  const left = at.left * unit;
  // The standard fonts know western European letters only; other scripts come as pictures of themselves.
  if (isEncodable(words, at.font)) {
    const line = shortened(words, (part) => at.font.widthOfTextAtSize(part, size) <= at.width * unit);
    at.page.drawText(line, { x: left, y: (pageHeight - at.top) * unit - size, size, font: at.font, color: at.ink.rgb });
    return;
  }
  const line = await lineOfText(words, { width: at.width * 2, size: at.size * 2, colour: at.ink.colour });
  if (line === null) return;
  const [width, height] = [(line.width / 2) * unit, (line.height / 2) * unit];
  const image = await at.document.embedPng(line.png);
  at.page.drawImage(image, { x: left, y: (pageHeight - at.top) * unit - height, width, height });
}

function isEncodable(text: string, font: PDFFont): boolean {
  const known = new Set(font.getCharacterSet());
  return Array.from(text).every((letter) => known.has(letter.codePointAt(0) ?? 0));
}

function shortened(text: string, fits: (part: string) => boolean): string {
  if (fits(text)) return text;
  let length = text.length - 1;
  while (length > 1 && !fits(`${text.slice(0, length).trimEnd()}…`)) length -= 1;
  return `${text.slice(0, length).trimEnd()}…`;
}
