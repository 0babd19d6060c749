// A palette's own pictures beside the drawings of the model it extends, read as one collection.

import { PaletteFile, type PaletteFile as PaletteFacts } from '../../../shared/domain/palette.ts';
import {
  createDrawingPack,
  corrupt,
  type Exemplar,
  type ExemplarCollection,
  openExemplarCollection,
  readModelJson,
  wordsOf,
} from './exemplar-collection.ts';
import { createHand, type Hand } from './palette-hand.ts';

/** Own pictures are numbered from here, so that their numbers do not hang on how many drawings the model has. */
const firstOwn = 1_000_000;

export interface OpenPalette {
  /** The name of its set: the palette's id. */
  readonly set: string;
  readonly hand: Hand;
  /** Own pictures that were not cut out. They are in no list of drawings. */
  readonly sheets: readonly Exemplar[];
}

export interface PaletteCollection {
  readonly collection: ExemplarCollection;
  readonly palette: OpenPalette;
}

/**
 * @param options.folder of the palette; `set` its id
 * @param options.base of the model it extends
 * @throws MODEL_MISSING_FILE, MODEL_CORRUPT
 */
export async function openPaletteCollection(options: {
  readonly folder: string;
  readonly set: string;
  readonly base: string;
}): Promise<PaletteCollection> {
  const { folder, set } = options;
  const read = PaletteFile.safeParse(await readModelJson(folder, 'palette.json'));
  if (!read.success) throw corrupt('palette.json', read.error);
  const facts = read.data;
  const base = await openExemplarCollection(options.base);
  const own = ownPictures(facts, { set, base });
  const pack = createDrawingPack(folder);
  const isOwn = (exemplar: Exemplar) => exemplar.id >= firstOwn;
  return {
    collection: {
      exemplars: [...base.exemplars, ...own.filter((_, at) => facts.pictures[at]?.cutOut === true)],
      sets: [
        ...base.sets,
        {
          name: set,
          title: facts.name,
          style: '',
          licence: facts.licenceNote,
          author: facts.author === '' ? facts.name : facts.author,
          source: null,
        },
      ],
      read: (exemplar) => (isOwn(exemplar) ? pack : base).read(exemplar),
      async close() {
        await Promise.all([pack.close(), base.close()]);
      },
    },
    palette: {
      set,
      hand: createHand(facts),
      sheets: own.filter((_, at) => facts.pictures[at]?.cutOut === false),
    },
  };
}

function ownPictures(facts: PaletteFacts, { set, base }: { set: string; base: ExemplarCollection }): Exemplar[] {
  // Whether a thing may be mirrored and how large it is, the model knows of its own drawings of the same thing.
  const alike = new Map(base.exemplars.map((exemplar) => [exemplar.label, exemplar] as const));
  return facts.pictures.map(({ name, caption, offset, length }, at) => {
    const known = alike.get(caption.toLowerCase());
    return {
      id: firstOwn + at,
      set,
      name,
      label: caption,
      labelWords: wordsOf(caption),
      tagWords: [],
      style: set,
      colour: null,
      mirrors: known?.mirrors ?? false,
      group: known?.group ?? '',
      isSign: false,
      offset,
      length,
    };
  });
}
