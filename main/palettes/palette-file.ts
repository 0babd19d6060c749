// A palette as one file: a zip of its list, its pictures and its licence note. Reading one trusts nothing of it.

import { existsSync, mkdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
// Its build for Node declares a `require` of its own, which no bundle of ES modules survives.
import { Unzip, type UnzipFile, UnzipInflate, zipSync } from 'fflate/browser';
import { z } from 'zod';
import { paletteMaxBytes } from '../../shared/contract/palettes.ts';
import { PaletteFile } from '../../shared/domain/palette.ts';
import { TesseraError } from '../../shared/errors.ts';
import { packFileName, paletteFileName, replaceDurably, type StoredPalette } from './palette-shelf.ts';

export const paletteExtension = 'tessera-palette';
const licenceFileName = 'LICENSE.txt';

/** What each entry may unpack to; nothing else may be in the file. */
const limits: Readonly<Record<string, number>> = {
  [paletteFileName]: 1024 * 1024,
  [packFileName]: paletteMaxBytes,
  [licenceFileName]: 64 * 1024,
};
/** Unpacked piece by piece, so that a bomb is noticed while it is still small. */
const pieceBytes = 16 * 1024;
/** What every zip ends with; a file that lacks it was cut short. */
const endOfZip = 'PK\u0005\u0006';
/** Zip's own way to count years starts in 1980; a fixed day keeps two exports of one palette alike to the byte. */
const fixedDay = new Date(1980, 0, 2);
const exportName = new RegExp(`^[\\p{L}\\p{N}][\\p{L}\\p{N}-]{0,79}\\.${paletteExtension}$`, 'u');

export interface ReadPalette {
  readonly facts: PaletteFile;
  readonly pack: Uint8Array;
}

/** Writes into the exports folder; an older export of the same name is replaced. */
export async function exportPalette(
  { folder, facts }: StoredPalette,
  exports: string,
): Promise<{ file: string; sizeBytes: number }> {
  mkdirSync(exports, { recursive: true });
  const file = `${fileWords(facts.name)}.${paletteExtension}`;
  const text = (content: string) => new TextEncoder().encode(content);
  const bytes = zipSync(
    {
      [paletteFileName]: text(JSON.stringify(facts, null, 2)),
      // Pictures are as small as they get.
      [packFileName]: [await readFile(join(folder, packFileName)), { level: 0 }],
      [licenceFileName]: text(licenceText(facts)),
    },
    { mtime: fixedDay },
  );
  await replaceDurably(join(exports, file), bytes);
  return { file, sizeBytes: statSync(join(exports, file)).size };
}

/** Absolute path of an exported palette; null when there is none by that name. */
export function exportedPalette(exports: string, file: string): string | null {
  const path = join(exports, file);
  return exportName.test(file) && existsSync(path) ? path : null;
}

/** @throws PALETTE_NOT_A_PALETTE, PALETTE_UNSAFE, PALETTE_TOO_LARGE, PALETTE_DAMAGED, PALETTE_FROM_THE_FUTURE */
export function readPalette(bytes: Uint8Array): ReadPalette {
  const entries = unpack(bytes);
  const [list, pack] = [entries.get(paletteFileName), entries.get(packFileName)];
  if (list === undefined || pack === undefined) throw notAPalette();
  const facts = readFacts(list);
  if (facts.pictures.some(({ offset, length }) => offset + length > pack.byteLength)) throw damaged();
  return { facts, pack };
}

function unpack(bytes: Uint8Array): Map<string, Uint8Array> {
  // PK, then a local header: what else begins so is broken, what does not is something else.
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw notAPalette();
  if (Buffer.from(bytes).lastIndexOf(endOfZip, undefined, 'latin1') < 0) throw damaged();
  const parts = new Map<string, Uint8Array[]>();
  const failures: TesseraError[] = [];
  const unfinished = new Set<string>();
  const unzip = new Unzip((file) => {
    const failure = refusal(file, parts);
    if (failure === null) collect(file, { parts, failures, unfinished });
    else failures.push(failure);
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.byteLength && failures.length === 0; at += pieceBytes) {
    try {
      unzip.push(bytes.subarray(at, at + pieceBytes), at + pieceBytes >= bytes.byteLength);
    } catch (cause) {
      throw damaged(cause);
    }
  }
  if (failures[0] !== undefined) throw failures[0];
  if (unfinished.size > 0) throw damaged();
  return new Map([...parts].map(([name, list]) => [name, Buffer.concat(list)]));
}

function refusal(file: UnzipFile, parts: ReadonlyMap<string, unknown>): TesseraError | null {
  if (Object.hasOwn(limits, file.name) && !parts.has(file.name)) return null;
  return new TesseraError(
    'PALETTE_UNSAFE',
    'This file holds something that belongs into no palette, so nothing of it was taken. Get the palette from whoever made it.',
    { details: { entry: file.name.slice(0, 200) } },
  );
}

function collect(
  file: UnzipFile,
  into: {
    readonly parts: Map<string, Uint8Array[]>;
    readonly failures: TesseraError[];
    readonly unfinished: Set<string>;
  },
): void {
  const { parts, failures, unfinished } = into;
  const list: Uint8Array[] = [];
  parts.set(file.name, list);
  unfinished.add(file.name);
  let size = 0;
  file.ondata = (error, piece, isLast) => {
    size += piece?.byteLength ?? 0;
    if (error !== null) failures.push(damaged(error));
    else if (size > (limits[file.name] ?? 0)) failures.push(tooLarge());
    else list.push(piece);
    // A file that breaks off ends as well, only too early.
    if (isLast && (file.originalSize === undefined || size === file.originalSize)) unfinished.delete(file.name);
    if (failures.length > 0) file.terminate();
  };
  file.start();
}

const AnyFormat = z.looseObject({ format: z.int().positive() });

function readFacts(list: Uint8Array): PaletteFile {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(list));
  } catch (cause) {
    throw damaged(cause);
  }
  const format = AnyFormat.safeParse(value);
  if (format.success && format.data.format > 1) {
    throw new TesseraError(
      'PALETTE_FROM_THE_FUTURE',
      'This palette was made by a newer Tessera. Update this one, then import it again.',
      { details: { format: format.data.format } },
    );
  }
  const facts = PaletteFile.safeParse(value);
  if (!facts.success) throw damaged(facts.error);
  return facts.data;
}

function licenceText({ name, author, licenceNote }: PaletteFile): string {
  return `${name}${author === '' ? '' : `, by ${author}`}\n\n${licenceNote}\n`;
}

function fileWords(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu)?.join('-') ?? 'palette';
  return words.slice(0, 60).replace(/-+$/, '');
}

function notAPalette(): TesseraError {
  return new TesseraError(
    'PALETTE_NOT_A_PALETTE',
    `This is no palette. Palettes are shared as files that end in .${paletteExtension}.`,
  );
}

function tooLarge(): TesseraError {
  return new TesseraError('PALETTE_TOO_LARGE', 'This file unpacks to more than any palette has, so it was not taken.', {
    details: { maximumBytes: paletteMaxBytes },
  });
}

export function damaged(cause?: unknown): TesseraError {
  return new TesseraError(
    'PALETTE_DAMAGED',
    'This palette is damaged or cut short. Get it once more, then try again.',
    {
      cause,
    },
  );
}
