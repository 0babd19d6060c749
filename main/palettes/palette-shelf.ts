// Where palettes stand on disk: one folder each, which appears whole or not at all.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelId } from '../../shared/domain/ids.ts';
import { type Palette, PaletteFile } from '../../shared/domain/palette.ts';
import { TesseraError } from '../../shared/errors.ts';

export const paletteFileName = 'palette.json';
export const packFileName = 'exemplars.bin';

export interface StoredPalette {
  readonly id: ModelId;
  readonly folder: string;
  readonly sizeBytes: number;
  readonly facts: PaletteFile;
}

export interface PaletteShelf {
  /** The newest first; what cannot be read is logged and left out. */
  all(): StoredPalette[];
  /** @throws PALETTE_NOT_FOUND */
  get(id: ModelId): StoredPalette;
  /** A folder to make a palette in; it is swept away at the next start unless it was put up. */
  newFolder(name: string): string;
  /** Gives a finished folder its place. @throws PALETTE_EXISTS */
  putUp(folder: string): Promise<StoredPalette>;
  /** @throws PALETTE_NOT_FOUND */
  write(id: ModelId, facts: PaletteFile): Promise<StoredPalette>;
  /** @throws PALETTE_NOT_FOUND */
  remove(id: ModelId): Promise<void>;
  /** @throws PALETTE_NOT_FOUND when it is not in the trash */
  restore(id: ModelId): Promise<StoredPalette>;
}

export function createPaletteShelf(options: {
  readonly home: string;
  readonly log: (line: string) => void;
}): PaletteShelf {
  const place = join(options.home, 'palettes');
  const making = join(options.home, 'cache', 'palettes');
  const trash = join(options.home, 'trash', 'palettes');
  // What a killed app was making is of no use to anybody.
  rmSync(making, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  /** Reading two hundred captions for every list would be felt; a palette changes only through this file. */
  const known = new Map<string, StoredPalette>();

  function read(id: ModelId): StoredPalette {
    const found = known.get(id);
    if (found !== undefined) return found;
    const folder = join(place, id);
    const facts = PaletteFile.parse(JSON.parse(readFileSync(join(folder, paletteFileName), 'utf8')));
    const stored = { id, folder, facts, sizeBytes: statSync(join(folder, packFileName)).size };
    known.set(id, stored);
    return stored;
  }

  function find(id: ModelId): StoredPalette | null {
    if (!existsSync(join(place, id, paletteFileName))) return null;
    try {
      return read(id);
    } catch (error) {
      options.log(`palettes: ${id} cannot be read and is left out: ${String(error)}`);
      return null;
    }
  }

  function get(id: ModelId): StoredPalette {
    const found = find(id);
    if (found !== null) return found;
    throw notFound(id);
  }

  return {
    get,
    all() {
      return readdirSync(place)
        .flatMap((name) => {
          const id = ModelId.safeParse(name);
          const stored = id.success ? find(id.data) : null;
          return stored === null ? [] : [stored];
        })
        .sort((a, b) => b.facts.createdAt.localeCompare(a.facts.createdAt) || a.id.localeCompare(b.id));
    },
    newFolder(name) {
      const folder = join(making, name);
      mkdirSync(folder, { recursive: true });
      return folder;
    },
    async putUp(folder) {
      const id = await idOf(join(folder, packFileName));
      const there = find(id);
      if (there !== null) {
        throw new TesseraError(
          'PALETTE_EXISTS',
          `These pictures are the palette "${there.facts.name}" already. Change its words there, or remove it first.`,
          { details: { id, name: there.facts.name } },
        );
      }
      // A damaged folder of that id is in nobody's list; what comes now is whole.
      await rm(join(place, id), { recursive: true, force: true });
      await rename(folder, join(place, id));
      known.delete(id);
      return get(id);
    },
    async write(id, facts) {
      const { folder } = get(id);
      await replaceDurably(join(folder, paletteFileName), JSON.stringify(facts, null, 2));
      known.delete(id);
      return get(id);
    },
    async remove(id) {
      const { folder } = get(id);
      mkdirSync(trash, { recursive: true });
      await rm(join(trash, id), { recursive: true, force: true });
      await rename(folder, join(trash, id));
      known.delete(id);
    },
    async restore(id) {
      if (!existsSync(join(trash, id, paletteFileName)) || existsSync(join(place, id))) throw notFound(id);
      await rename(join(trash, id), join(place, id));
      return get(id);
    },
  };
}

/** Made from the pictures alone, so that a palette is the same one wherever it is imported and whatever it is called. */
async function idOf(pack: string): Promise<ModelId> {
  const hash = createHash('sha256').update(await readFile(pack));
  return ModelId.parse(`palette-${hash.digest('hex').slice(0, 16)}`);
}

export function toPalette({ id, facts, sizeBytes }: StoredPalette): Palette {
  const { name, author, licenceNote, createdAt, colours, pictures } = facts;
  const shown = pictures.map((picture) => ({ name: picture.name, caption: picture.caption, cutOut: picture.cutOut }));
  return { id, name, author, licenceNote, createdAt, colours, base: facts.extends, sizeBytes, pictures: shown };
}

/** Whether the pictures are still those the id was made from. */
export async function isUnchanged({ id, folder }: StoredPalette): Promise<boolean> {
  return (await idOf(join(folder, packFileName))) === id;
}

export async function replaceDurably(path: string, content: string | Uint8Array): Promise<void> {
  const part = `${path}.part`;
  const file = await open(part, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
}

function notFound(id: ModelId): TesseraError {
  return new TesseraError('PALETTE_NOT_FOUND', `There is no palette ${id}. It may have been removed.`, {
    details: { field: 'id' },
  });
}
