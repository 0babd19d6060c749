// A picture: planned with its job, ready once its file stands in the library, trashed and purged together with it.

import { z } from 'zod';
import { DrawnFrom } from './exemplar-source.ts';
import { ImageId, JobId } from './ids.ts';
import { recalledTools } from './recalled.ts';
import { ResolvedRecipe, Seed, Variation } from './recipe.ts';

export const imageStates = ['planned', 'ready', 'trashed'] as const;
export const ImageState = z.enum(imageStates);
export type ImageState = z.infer<typeof ImageState>;

/** How a picture came to be; `parent` names the picture it was made from. An imported one was drawn elsewhere. */
export const imageKinds = ['generated', 'variation', 'upscale', 'import'] as const;
export const ImageKind = z.enum(imageKinds);
export type ImageKind = z.infer<typeof ImageKind>;

export const Image = z.strictObject({
  id: ImageId,
  job: JobId,
  /** Place in the grid, 0..3; of an imported picture its place among those of its import. */
  index: z.int().min(0),
  kind: ImageKind,
  state: ImageState,
  parent: ImageId.nullable(),
  seed: Seed,
  variations: z.array(Variation),
  width: z.int().positive(),
  height: z.int().positive(),
  /** Path below the library folder, with forward slashes; null while planned. */
  file: z.string().nullable(),
  sizeBytes: z.int().nonnegative().nullable(),
  sha256: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type Image = z.infer<typeof Image>;

/** What is known of a picture that was drawn elsewhere; `recall.read` tells the rest. */
export const ImportedPicture = z.strictObject({
  /** Of the file it was imported from. */
  name: z.string(),
  /** null when the file does not say. */
  tool: z.enum(recalledTools).nullable(),
  prompt: z.string().nullable(),
});
export type ImportedPicture = z.infer<typeof ImportedPicture>;

/** A picture with the recipe that made it: what the library and the viewer show. */
export const LibraryItem = z.strictObject({
  image: Image,
  /** null when the picture was imported: nothing here could draw it again. */
  recipe: ResolvedRecipe.nullable(),
  /** There when the picture was imported. */
  imported: ImportedPicture.optional(),
});
export type LibraryItem = z.infer<typeof LibraryItem>;

/** What a picture is called where there is room for one line. */
export function captionOf({ image, recipe, imported }: LibraryItem): string {
  return recipe?.prompt ?? imported?.prompt ?? imported?.name ?? image.id;
}

const tagMaxLength = 60;
/** Lower case, so that a tag is found however it is written; quotes would end it in a search. */
export const PictureTag = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(tagMaxLength)
  .regex(/^[^"\p{Cc}]*$/u, 'a tag may not hold quotation marks or control characters');

/** One picture with all that is known of it; too much to send for every picture of a page. */
export const LibraryPicture = LibraryItem.extend({
  drawnFrom: DrawnFrom,
  favourite: z.boolean(),
  /** In the order of the alphabet, each once. */
  tags: z.array(PictureTag),
});
export type LibraryPicture = z.infer<typeof LibraryPicture>;
