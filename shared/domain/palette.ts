// A palette: a person's own pictures, cut out and packed once, from which an exemplar model draws in that hand.

import { z } from 'zod';
import { ModelId } from './ids.ts';

/** Fewer give no hand to draw in; more than this belongs into a model of its own. */
export const palettePicturesMin = 3;
export const palettePicturesMax = 200;
/** Drawings are fitted into a square of this side, whole pictures into one of the other: as large as they are ever shown. */
export const paletteDrawingSide = 256;
export const paletteSheetSide = 512;
export const defaultLicenceNote = 'All rights reserved by the author.';

export const PaletteName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}]*$/u, 'a name is one line');
export const PaletteAuthor = z.string().trim().max(120);
export const PaletteLicenceNote = z.string().trim().min(1).max(500);
export const PaletteCaption = z.string().trim().max(200);
/** What a picture's file was called, without its folder. */
export const PalettePictureName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}\\/]*$/u, 'a file name without folders');

const HexColour = z.string().regex(/^#[0-9a-f]{6}$/);

/** A picture as the window and the command line see it. */
export const PalettePicture = z.strictObject({
  name: PalettePictureName,
  caption: PaletteCaption,
  /** Whether it was cut out of a plain background; what was not serves as ground and as full picture. */
  cutOut: z.boolean(),
});
export type PalettePicture = z.infer<typeof PalettePicture>;

/** Where a picture's WebP bytes lie in exemplars.bin. */
const PackedPicture = PalettePicture.extend({ offset: z.int().nonnegative(), length: z.int().positive() });

/** palette.json: everything about a palette but its pixels. The id is not in it; it follows from the pixels. */
export const PaletteFile = z.strictObject({
  format: z.literal(1),
  /** The model whose autoencoder, words and sampler it draws with. */
  extends: ModelId,
  name: PaletteName,
  author: PaletteAuthor,
  licenceNote: PaletteLicenceNote,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** The colours of the hand, the most used first. */
  colours: z.array(HexColour).max(8),
  /** The paper its drawings were cut from; null where none was seen. */
  paper: HexColour.nullable(),
  pictures: z.array(PackedPicture).min(palettePicturesMin).max(palettePicturesMax),
});
export type PaletteFile = z.infer<typeof PaletteFile>;

export const Palette = z.strictObject({
  id: ModelId,
  ...PaletteFile.pick({ name: true, author: true, licenceNote: true, createdAt: true, colours: true }).shape,
  base: ModelId,
  sizeBytes: z.int().positive(),
  pictures: z.array(PalettePicture),
});
export type Palette = z.infer<typeof Palette>;

/** Cameras and scanners number their files; such words say nothing. */
const emptyFileWords = /^(?:img|dsc|dscn|pxl|scan|image|picture|photo|untitled|screenshot|copy|final|v|\d+)$/i;

/** The words of a file's name, as a caption to begin with: "Sleepy_cat-03.PNG" is "sleepy cat". */
export function captionOfFile(name: string): string {
  const words = name
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .match(/\p{L}+|\p{N}+/gu);
  return (words ?? [])
    .filter((word) => !emptyFileWords.test(word))
    .join(' ')
    .toLowerCase()
    .slice(0, 200);
}
