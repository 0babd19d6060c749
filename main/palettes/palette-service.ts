// Palettes: made of a person's pictures, changed, shared, taken in and removed. The imaging host does all that touches pixels.

import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportedPalette, SkippedPicture } from '../../shared/contract/palettes.ts';
import type { ModelId, PaletteTicket } from '../../shared/domain/ids.ts';
import type { Model } from '../../shared/domain/model.ts';
import { captionOfFile, type Palette, type PaletteFile, palettePicturesMin } from '../../shared/domain/palette.ts';
import { TesseraError, toEnvelope } from '../../shared/errors.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import { damaged, exportedPalette, exportPalette, readPalette } from './palette-file.ts';
import { packFileName, paletteFileName, type PaletteShelf, replaceDurably, toPalette } from './palette-shelf.ts';

export interface NewPalette {
  readonly name: string;
  readonly author: string;
  readonly licenceNote: string;
  readonly base: ModelId | undefined;
  readonly pictures: readonly {
    /** Absolute path of the picture. @throws why there is none */
    readonly path: () => string;
    readonly name: string;
    readonly caption: string | undefined;
  }[];
  readonly ticket: PaletteTicket | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface PaletteChanges {
  readonly name?: string | undefined;
  readonly author?: string | undefined;
  readonly licenceNote?: string | undefined;
  readonly captions?: readonly string[] | undefined;
}

export interface PaletteService {
  list(): Palette[];
  /** @throws PALETTE_TOO_FEW_PICTURES, PALETTE_EXISTS, CANCELLED, DISK_FULL, MODEL_NOT_FOUND; nothing is left behind */
  create(palette: NewPalette): Promise<{ palette: Palette; skipped: SkippedPicture[] }>;
  /** Does nothing when no such palette is being made. */
  cancel(ticket: PaletteTicket): void;
  /** @throws PALETTE_NOT_FOUND, INVALID_INPUT for more captions than pictures */
  update(id: ModelId, changes: PaletteChanges): Promise<Palette>;
  remove(id: ModelId): Promise<void>;
  restore(id: ModelId): Promise<Palette>;
  export(id: ModelId): Promise<{ file: string; sizeBytes: number }>;
  /** Absolute path of an exported palette, or null. */
  exportPath(file: string): string | null;
  /** @throws what readPalette throws, MODEL_NOT_FOUND when the model it extends is not here */
  import(bytes: Uint8Array): Promise<ImportedPalette>;
  /** WebP of one picture; null when there is none. */
  picture(id: ModelId, place: number): Promise<Buffer | null>;
  /** Stops what is being made. */
  close(): void;
}

export function createPaletteService(options: {
  readonly home: string;
  readonly shelf: PaletteShelf;
  readonly engine: Engine;
  readonly events: EventHub;
  /** @throws MODEL_NOT_FOUND; without an id, the embedded model that recombines drawings */
  readonly baseModel: (id: ModelId | undefined) => Model;
  readonly now: () => string;
}): PaletteService {
  const { shelf, engine, events, now } = options;
  const exports = join(options.home, 'exports');
  const underWay = new Map<string, AbortController>();

  function changed(): void {
    events.announce('palettes.changed', {});
    events.announce('models.changed', {});
  }

  async function make(palette: NewPalette, ticket: PaletteTicket | string, signal: AbortSignal) {
    const base = options.baseModel(palette.base);
    const folder = shelf.newFolder(randomUUID());
    try {
      const cuts: { name: string; caption: string; cutOut: boolean; file: string; paper: string | null }[] = [];
      const skipped: SkippedPicture[] = [];
      for (const [at, picture] of palette.pictures.entries()) {
        signal.throwIfAborted();
        const { name, caption = captionOfFile(name) } = picture;
        const file = join(folder, `${at}.webp`);
        try {
          const { cutOut, paper } = await engine.cutPicture({ source: picture.path(), output: file });
          cuts.push({ name, caption, cutOut, file, paper });
        } catch (error) {
          skipped.push(skippedFor(name, error));
        }
        palette.onProgress?.(at + 1, palette.pictures.length);
        events.announce('palette.progress', {
          ticket: ticket as PaletteTicket,
          done: at + 1,
          total: palette.pictures.length,
        });
      }
      signal.throwIfAborted();
      if (cuts.length < palettePicturesMin) throw tooFew(cuts.length, skipped);
      const packed = await engine.packPalette({
        pictures: cuts.map(({ file }) => file),
        output: join(folder, packFileName),
      });
      const { name, author, licenceNote } = palette;
      const facts: PaletteFile = {
        format: 1,
        extends: base.id,
        name,
        author,
        licenceNote,
        createdAt: now(),
        updatedAt: now(),
        colours: packed.colours,
        paper: commonPaper(cuts.flatMap(({ paper }) => (paper === null ? [] : [paper]))),
        pictures: cuts.flatMap(({ name: file, caption, cutOut }, at) => {
          const where = packed.pictures[at];
          return where === undefined ? [] : [{ name: file, caption, cutOut, ...where }];
        }),
      };
      for (const { file } of cuts) await rm(file);
      await replaceDurably(join(folder, paletteFileName), JSON.stringify(facts, null, 2));
      signal.throwIfAborted();
      return { palette: toPalette(await shelf.putUp(folder)), skipped };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  return {
    list: () => shelf.all().map(toPalette),
    async create(palette) {
      const ticket = palette.ticket ?? randomUUID();
      const stop = new AbortController();
      underWay.set(ticket, stop);
      try {
        const made = await make(palette, ticket, stop.signal);
        changed();
        return made;
      } finally {
        underWay.delete(ticket);
      }
    },
    cancel(ticket) {
      underWay.get(ticket)?.abort(new TesseraError('CANCELLED', 'The palette was not made: it was cancelled.'));
    },
    async update(id, { captions, ...changes }) {
      const { facts } = shelf.get(id);
      if (captions !== undefined && captions.length !== facts.pictures.length) {
        throw new TesseraError(
          'INVALID_INPUT',
          `captions: this palette has ${facts.pictures.length} pictures, and each needs its caption, empty or not.`,
          { details: { field: 'captions', length: facts.pictures.length } },
        );
      }
      const pictures = facts.pictures.map((picture, at) => ({
        ...picture,
        caption: captions?.[at] ?? picture.caption,
      }));
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      const stored = await shelf.write(id, { ...facts, ...given, pictures, updatedAt: now() });
      changed();
      return toPalette(stored);
    },
    async remove(id) {
      await shelf.remove(id);
      changed();
    },
    async restore(id) {
      const stored = await shelf.restore(id);
      changed();
      return toPalette(stored);
    },
    export: (id) => exportPalette(shelf.get(id), exports),
    exportPath: (file) => exportedPalette(exports, file),
    async import(bytes) {
      const { facts, pack } = readPalette(bytes);
      options.baseModel(facts.extends);
      const folder = shelf.newFolder(randomUUID());
      try {
        mkdirSync(folder, { recursive: true });
        await writeFile(join(folder, packFileName), pack);
        await replaceDurably(join(folder, paletteFileName), JSON.stringify(facts, null, 2));
        await engine.checkPalette(folder).catch((cause: unknown) => {
          throw damaged(cause);
        });
        const palette = toPalette(await shelf.putUp(folder));
        changed();
        return { palette, known: false };
      } catch (error) {
        const there = error instanceof TesseraError && error.code === 'PALETTE_EXISTS' ? error.details?.['id'] : null;
        if (typeof there !== 'string') throw error;
        return { palette: toPalette(shelf.get(there as ModelId)), known: true };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    async picture(id, place) {
      const { folder, facts } = shelf.get(id);
      const picture = facts.pictures[place];
      if (picture === undefined) return null;
      const pack = await open(join(folder, packFileName));
      try {
        const bytes = Buffer.alloc(picture.length);
        const { bytesRead } = await pack.read(bytes, 0, picture.length, picture.offset);
        return bytesRead === picture.length ? bytes : null;
      } finally {
        await pack.close();
      }
    },
    close() {
      const leaving = new TesseraError('CANCELLED', 'The palette was not made: Tessera was closed.');
      for (const stop of underWay.values()) stop.abort(leaving);
    },
  };
}

function skippedFor(name: string, error: unknown): SkippedPicture {
  const { code, message } = toEnvelope(error);
  // A host that died or a full disk is not this picture's fault.
  if (code !== 'INVALID_INPUT' && code !== 'FILE_NOT_FOUND' && code !== 'SOURCE_NOT_FOUND') throw error;
  const unreadable = 'It cannot be read as a picture. It may be damaged or of an unknown kind.';
  return { name, code, reason: code === 'INVALID_INPUT' ? unreadable : message };
}

function tooFew(usable: number, skipped: readonly SkippedPicture[]): TesseraError {
  const lost = skipped.length === 0 ? '' : ` These could not be read: ${skipped.map(({ name }) => name).join(', ')}.`;
  return new TesseraError(
    'PALETTE_TOO_FEW_PICTURES',
    `A palette needs at least ${palettePicturesMin} pictures, and ${usable} can be used.${lost}`,
    { details: { field: 'pictures', minimum: palettePicturesMin, usable, skipped } },
  );
}

/** The middle one by lightness: one photograph on a table must not decide for a sketchbook. */
function commonPaper(papers: readonly string[]): string | null {
  const light = (colour: string) =>
    [1, 3, 5].reduce((sum, at) => sum + Number.parseInt(colour.slice(at, at + 2), 16), 0);
  return papers.toSorted((a, b) => light(a) - light(b) || a.localeCompare(b))[Math.floor(papers.length / 2)] ?? null;
}
