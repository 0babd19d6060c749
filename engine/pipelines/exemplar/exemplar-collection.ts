// The drawings the model draws from: an index in memory, the pictures read from their pack one by one when asked for.

import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ExemplarSet } from '../../../shared/domain/exemplar-source.ts';
import { TesseraError } from '../../../shared/errors.ts';

const Exemplar = z.object({
  /** Where the picture's WebP bytes lie in exemplars.bin. */
  o: z.int().nonnegative(),
  n: z.int().positive(),
  label: z.string(),
  tags: z.array(z.string()),
  style: z.string(),
  /** Dominant colour by name; null when it has none. */
  color: z.string().nullable(),
  /** Unicode's group; empty where a set does not tell it. */
  cat: z.string(),
  set: z.string(),
  name: z.string(),
});

/** Whose drawings they are; every picture says so of those it was made of. */
const ExemplarOrigin = ExemplarSet.omit({ drawings: true });
export type ExemplarOrigin = z.infer<typeof ExemplarOrigin>;

const ExemplarIndex = z.object({
  size: z.int().positive(),
  sets: z.array(ExemplarOrigin).min(1),
  items: z.array(Exemplar).min(1),
});

export interface Exemplar {
  readonly id: number;
  /** One of the collection's sets. */
  readonly set: string;
  /** What its set calls it. */
  readonly name: string;
  readonly label: string;
  readonly labelWords: readonly string[];
  readonly tagWords: readonly string[];
  readonly style: string;
  readonly colour: string | null;
  /** Whether its mirror image is as right as itself: animals and food are, signs and letters are not. */
  readonly mirrors: boolean;
  /** Unicode's group, by the name of the newer sets; empty where no set tells it. */
  readonly group: string;
  /** A drawing of a sign: seals, keys, cards. */
  readonly isSign: boolean;
  readonly offset: number;
  readonly length: number;
}

/** Groups whose drawings carry no writing. */
const mirroringGroups: ReadonlySet<string> = new Set(['Animals & Nature', 'Food & Drink', 'Smileys & Emotion']);

const newerGroupNames: ReadonlyMap<string, string> = new Map([
  ['Nature', 'Animals & Nature'],
  ['Food', 'Food & Drink'],
  ['Travel', 'Travel & Places'],
  ['People', 'People & Body'],
]);

/** Open from the first picture until `close`. */
export interface ExemplarCollection {
  readonly exemplars: readonly Exemplar[];
  readonly sets: readonly ExemplarOrigin[];
  /** @throws MODEL_CORRUPT when the pack ends before the picture does */
  read(exemplar: Exemplar): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** @throws MODEL_MISSING_FILE, MODEL_CORRUPT */
export async function openExemplarCollection(folder: string): Promise<ExemplarCollection> {
  const index = ExemplarIndex.safeParse(await readModelJson(folder, 'exemplars.json'));
  if (!index.success) throw corrupt('exemplars.json', index.error);
  // A set that tells no groups borrows them from the sets that drew the same thing.
  const groups = new Map(
    index.data.items.filter(({ cat }) => cat !== '').map(({ label, cat }) => [label, cat] as const),
  );
  const groupOf = (item: { cat: string; label: string }) => {
    const group = item.cat || (groups.get(item.label) ?? '');
    return newerGroupNames.get(group) ?? group;
  };
  const exemplars = index.data.items.map((item, id) => ({
    id,
    set: item.set,
    name: item.name,
    label: item.label,
    labelWords: wordsOf(item.label),
    tagWords: [...new Set(item.tags.flatMap(wordsOf))],
    style: item.style,
    colour: item.color,
    mirrors: mirroringGroups.has(groupOf(item)),
    group: groupOf(item),
    isSign: groupOf(item) === 'Symbols' || item.label.includes('playing cards') || item.label === 'white flower',
    offset: item.o,
    length: item.n,
  }));
  const pack = createDrawingPack(folder);
  return { exemplars, sets: index.data.sets, ...pack };
}

/** The file of all drawings, opened with the first one that is read. */
export function createDrawingPack(folder: string): Pick<ExemplarCollection, 'read' | 'close'> {
  // The promise, not the handle: many pictures are asked for at once, and the file is opened once.
  let pack: Promise<FileHandle> | null = null;
  function openPack(): Promise<FileHandle> {
    pack ??= open(join(folder, 'exemplars.bin')).catch((cause: unknown) => {
      pack = null;
      throw missing('exemplars.bin', cause);
    });
    return pack;
  }
  return {
    async read(exemplar) {
      const file = await openPack();
      const bytes = new Uint8Array(exemplar.length);
      const { bytesRead } = await file.read(bytes, 0, exemplar.length, exemplar.offset);
      if (bytesRead < exemplar.length) throw corrupt('exemplars.bin', undefined);
      return bytes;
    },
    async close() {
      const opened = pack;
      pack = null;
      await (await opened)?.close();
    },
  };
}

/** The words of a text as the word table knows them. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** @throws MODEL_MISSING_FILE, MODEL_CORRUPT */
export async function readModelJson(folder: string, name: string): Promise<unknown> {
  const text = (await readModelFile(folder, name)).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw corrupt(name, cause);
  }
}

/** @throws MODEL_MISSING_FILE */
export async function readModelFile(folder: string, name: string): Promise<Buffer> {
  return readFile(join(folder, name)).catch((cause: unknown) => {
    throw missing(name, cause);
  });
}

function missing(name: string, cause: unknown): TesseraError {
  return new TesseraError('MODEL_MISSING_FILE', `The model lacks its file ${name}. Install the model again.`, {
    cause,
    details: { file: name },
  });
}

export function corrupt(name: string, cause: unknown): TesseraError {
  return new TesseraError(
    'MODEL_CORRUPT',
    `The model's file ${name} is damaged or cut short. Install the model again.`,
    { cause, details: { file: name } },
  );
}
