// tessera palettes: make one of pictures, list, share, take in and remove them.

import { copyFile, readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { ImportedPalette } from '../../shared/contract/palettes.ts';
import type { ModelId, PaletteTicket } from '../../shared/domain/ids.ts';
import {
  defaultLicenceNote,
  PaletteAuthor,
  PaletteLicenceNote,
  PaletteName,
  palettePicturesMax,
  palettePicturesMin,
} from '../../shared/domain/palette.ts';
import { TesseraError } from '../../shared/errors.ts';
import { validationError } from '../validation-sentence.ts';
import { withStudio } from './open-studio.ts';
import type { Terminal } from './terminal.ts';

/** As commander hands them over. */
export interface CreatePaletteOptions {
  readonly name?: string;
  readonly author?: string;
  readonly licence?: string;
}

const Facts = z.strictObject({ name: PaletteName, author: PaletteAuthor, licenceNote: PaletteLicenceNote });
const pictureEndings = new Set(['.png', '.jpg', '.jpeg', '.webp', '.avif', '.gif', '.tif', '.tiff', '.svg']);

/** Pictures are read where they lie; nothing of them is kept but what was cut out. */
export async function createPalette(
  given: readonly string[],
  options: CreatePaletteOptions,
  { terminal, signal }: { terminal: Terminal; signal: AbortSignal },
): Promise<void> {
  const paths = await picturesOf(given);
  const first = paths[0] ?? 'palette';
  const stated = {
    name: options.name ?? basename(given.length === 1 ? resolve(given[0] ?? '') : resolve(first, '..')),
    author: options.author ?? '',
    licenceNote: options.licence ?? defaultLicenceNote,
  };
  const facts = Facts.safeParse(stated);
  if (!facts.success) throw validationError(facts.error, stated);
  await withStudio(async ({ core }) => {
    const ticket = 'command-line' as PaletteTicket;
    signal.addEventListener('abort', () => core.palettes.cancel(ticket), { once: true });
    const made = await core.palettes.create({
      ...facts.data,
      base: undefined,
      ticket,
      pictures: paths.map((path) => ({ path: () => path, name: basename(path), caption: undefined })),
      onProgress: (done, total) => terminal.live?.write(`\r${done} of ${total} pictures${done === total ? '\n' : ''}`),
    });
    for (const { name, reason } of made.skipped) terminal.remark(`left out ${name}: ${reason}`);
    const cut = made.palette.pictures.filter(({ cutOut }) => cutOut).length;
    terminal.say(
      `Made "${made.palette.name}" of ${made.palette.pictures.length} pictures, ${cut} of them cut out. Draw with --model ${made.palette.id}.`,
    );
    terminal.document(made);
  });
}

export async function listPalettes(terminal: Terminal): Promise<void> {
  const list = await withStudio((studio) => studio.call('palettes.list', {}));
  for (const { id, name, pictures, licenceNote } of list.palettes) {
    terminal.say(`${id}  ${name}  ${pictures.length} pictures  ${licenceNote}`);
  }
  if (list.palettes.length === 0) terminal.say('There is no palette yet. Make one: tessera palettes create <folder>');
  terminal.document(list);
}

export async function exportPalette(id: string, file: string, terminal: Terminal): Promise<void> {
  const path = resolve(file);
  const sizeBytes = await withStudio(async ({ core, call }) => {
    const exported = await call('palettes.export', { id: id as ModelId });
    const from = core.palettes.exportPath(exported.file);
    if (from === null) throw new TesseraError('FILE_NOT_FOUND', 'The export is gone. Export the palette again.');
    await copyFile(from, path).catch((cause: unknown) => {
      throw new TesseraError('DATA_FOLDER_READ_ONLY', `file: ${basename(path)} cannot be written there.`, { cause });
    });
    return exported.sizeBytes;
  });
  terminal.say(path);
  terminal.document({ path, sizeBytes });
}

export async function importPalette(file: string, terminal: Terminal): Promise<void> {
  const bytes = await readFile(resolve(file)).catch((cause: unknown) => {
    throw new TesseraError('FILE_NOT_FOUND', `file: there is no ${basename(file)} that can be read.`, { cause });
  });
  const imported: ImportedPalette = await withStudio(({ core }) => core.palettes.import(bytes));
  const { id, name } = imported.palette;
  terminal.say(
    imported.known ? `"${name}" is here already, as ${id}.` : `Imported "${name}". Draw with --model ${id}.`,
  );
  terminal.document(imported);
}

export async function removePalette(id: string, terminal: Terminal): Promise<void> {
  const removed = await withStudio((studio) => studio.call('palettes.remove', { id: id as ModelId }));
  terminal.say(`Moved ${removed.id} to the trash; pictures made with it stay.`);
  terminal.document(removed);
}

async function picturesOf(given: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    given.map(async (entry) => {
      const path = resolve(entry);
      const found = await stat(path).catch((cause: unknown) => {
        throw new TesseraError('FILE_NOT_FOUND', `There is no file or folder "${basename(path)}" at that path.`, {
          cause,
        });
      });
      if (!found.isDirectory()) return [path];
      const names = await readdir(path);
      return names
        .filter((name) => pictureEndings.has(extname(name).toLowerCase()))
        .sort()
        .map((name) => join(path, name));
    }),
  );
  const paths = lists.flat();
  if (paths.length >= palettePicturesMin && paths.length <= palettePicturesMax) return paths;
  throw new TesseraError(
    'PALETTE_TOO_FEW_PICTURES',
    `A palette takes ${palettePicturesMin} to ${palettePicturesMax} pictures; these are ${paths.length}.`,
    { details: { field: 'pictures', minimum: palettePicturesMin, maximum: palettePicturesMax } },
  );
}
