// Calls and events about palettes. Exported ones come by POST /palette, pictures by POST /source; no bytes travel in calls.

import { z } from 'zod';
import { ModelId, PaletteTicket, SourceId } from '../domain/ids.ts';
import {
  defaultLicenceNote,
  Palette,
  PaletteAuthor,
  PaletteCaption,
  PaletteLicenceNote,
  PaletteName,
  palettePicturesMax,
  palettePicturesMin,
  PalettePictureName,
} from '../domain/palette.ts';
import { call } from './call.ts';

/** What POST /palette answers: `known` when the same pictures were a palette here already, which then stays as it is. */
export const ImportedPalette = z.strictObject({ palette: Palette, known: z.boolean() });
export type ImportedPalette = z.infer<typeof ImportedPalette>;

/** An exported palette of 200 whole pictures has some 12 MB. */
export const paletteMaxBytes = 32 * 1024 * 1024;

/** A picture that was left out: `reason` is the English sentence, `code` one of the catalogue. */
const SkippedPicture = z.strictObject({ name: PalettePictureName, code: z.string(), reason: z.string() });
export type SkippedPicture = z.infer<typeof SkippedPicture>;

export const paletteCalls = {
  'palettes.list': call({
    summary: 'The palettes, the newest first; each is a model that can be drawn with.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ palettes: z.array(Palette) }),
  }),
  'palettes.create': call({
    summary:
      'Make a palette of pictures that were handed in; answers when it is made, and says which were left out and why.',
    access: 'write',
    input: z.strictObject({
      name: PaletteName,
      author: PaletteAuthor.default(''),
      licenceNote: PaletteLicenceNote.default(defaultLicenceNote),
      /** The model it draws with; left out, the first embedded one that recombines drawings. */
      base: ModelId.optional(),
      pictures: z
        .array(z.strictObject({ source: SourceId, name: PalettePictureName, caption: PaletteCaption.optional() }))
        .min(palettePicturesMin)
        .max(palettePicturesMax),
      ticket: PaletteTicket.optional(),
    }),
    output: z.strictObject({ palette: Palette, skipped: z.array(SkippedPicture) }),
  }),
  'palettes.cancel': call({
    summary: 'Stop making a palette; nothing of it stays.',
    access: 'write',
    input: z.strictObject({ ticket: PaletteTicket }),
    output: z.strictObject({}),
  }),
  'palettes.update': call({
    summary:
      "Change a palette's name, author, licence note or captions; captions are given by the place of their picture.",
    access: 'write',
    input: z.strictObject({
      id: ModelId,
      name: PaletteName.optional(),
      author: PaletteAuthor.optional(),
      licenceNote: PaletteLicenceNote.optional(),
      captions: z.array(PaletteCaption).max(palettePicturesMax).optional(),
    }),
    output: Palette,
  }),
  'palettes.remove': call({
    summary: 'Move a palette to the trash; pictures made with it stay.',
    access: 'write',
    input: z.strictObject({ id: ModelId }),
    output: z.strictObject({ id: ModelId }),
  }),
  'palettes.restore': call({
    summary: 'Bring a removed palette back.',
    access: 'write',
    input: z.strictObject({ id: ModelId }),
    output: Palette,
  }),
  'palettes.export': call({
    summary: 'Write a palette with its licence note into one file, to be shared.',
    access: 'write',
    input: z.strictObject({ id: ModelId }),
    /** The file is had at /export/<file> until the data folder is tidied. */
    output: z.strictObject({ file: z.string(), sizeBytes: z.int().positive() }),
  }),
  'palettes.reveal': call({
    summary: 'Show an exported palette in the file manager.',
    access: 'desktop',
    input: z.strictObject({ file: z.string().min(1).max(200) }),
    output: z.strictObject({}),
  }),
} as const;

export const paletteEvents = {
  'palettes.changed': z.strictObject({}),
  'palette.progress': z.strictObject({
    ticket: PaletteTicket,
    done: z.int().nonnegative(),
    total: z.int().positive(),
  }),
} as const;
