// Where a picture comes from and what was made of it: a family of pictures with how each of them was made.

import { z } from 'zod';
import { ImageId } from './ids.ts';
import { Image } from './image.ts';
import { VariationStrength } from './recipe.ts';
import { UpscaleFactor, UpscalerId } from './upscaler.ts';

/** A family of more pictures than this is shown in part. */
export const familyMax = 500;

export const Making = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('generate') }),
  /** Brought along from elsewhere. */
  z.strictObject({ kind: z.literal('import') }),
  /** Drawn from another picture: all of it anew to a degree, a part of it, or around it. */
  z.strictObject({
    kind: z.literal('redraw'),
    strength: z.number().min(0).max(1),
    of: z.enum(['whole', 'part', 'around']),
  }),
  z.strictObject({ kind: z.literal('vary'), strength: VariationStrength }),
  z.strictObject({ kind: z.literal('upscale'), factor: UpscaleFactor, upscaler: UpscalerId }),
]);
export type Making = z.infer<typeof Making>;

export const FamilyMember = z.strictObject({
  image: Image,
  prompt: z.string(),
  making: Making,
});
export type FamilyMember = z.infer<typeof FamilyMember>;

export const Family = z.strictObject({
  /** The eldest that is known. Its own `parent` is set when that picture is gone for good. */
  eldest: ImageId,
  /** Parents before children, and children in the order they were made. */
  members: z.array(FamilyMember).min(1).max(familyMax),
  /** How many more there are. */
  left: z.int().nonnegative(),
});
export type Family = z.infer<typeof Family>;
