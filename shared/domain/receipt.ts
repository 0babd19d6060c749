// The receipt of a picture: everything beside its recipe that decided its pixels, and what comparing it with today finds.

import { z } from 'zod';
import { ImageId } from './ids.ts';
import { noiseGenerators } from './noise-generator.ts';

/** What an engine host says of itself with every picture. */
export const EngineFacts = z.strictObject({ provider: z.string(), versions: z.record(z.string(), z.string()) });
export type EngineFacts = z.infer<typeof EngineFacts>;

/** What a file was for. */
export const receiptParts = ['model', 'palette', 'lora', 'upscaler'] as const;
export const ReceiptPart = z.enum(receiptParts);
export type ReceiptPart = z.infer<typeof ReceiptPart>;

/** A file by what it belongs to: the id of a model, palette, LoRA or upscaler, and its path below that one's folder. */
export const NamedFile = z.strictObject({ part: ReceiptPart, owner: z.string(), file: z.string() });
export type NamedFile = z.infer<typeof NamedFile>;

const Surroundings = z.strictObject({
  app: z.string(),
  /** Such as linux-x64. */
  platform: z.string(),
  cpu: z.string(),
  /** null when the engine did not say. */
  engine: EngineFacts.nullable(),
  /** How the model's weights are stored, such as float16; the type of most of them first. */
  weightTypes: z.array(z.string()),
});

/** As stored: pictures made alike share one, so its files are numbers of files that are known. */
export const StoredReceipt = Surroundings.extend({ files: z.array(NamedFile.extend({ known: z.int() })) });
export type StoredReceipt = z.infer<typeof StoredReceipt>;

export const Receipt = Surroundings.extend({
  /** Which generator its noise came from; null for a picture without a recipe. */
  noise: z.enum(noiseGenerators).nullable(),
  files: z.array(
    NamedFile.extend({
      sizeBytes: z.int().nonnegative(),
      /** null until the file was read to its end, and for ever when it was changed before that. */
      sha256: z.string().nullable(),
    }),
  ),
});
export type Receipt = z.infer<typeof Receipt>;

/** One thing that is not as it was when the picture was made. */
export const ReceiptChange = z.discriminatedUnion('kind', [
  /** What the recipe names is no longer there. */
  z.strictObject({
    kind: z.literal('gone'),
    what: z.enum(['model', 'lora', 'upscaler', 'source', 'parent']),
  }),
  /** The picture in the library is not the file that was written. */
  z.strictObject({ kind: z.literal('picture') }),
  z.strictObject({
    kind: z.literal('file'),
    ...NamedFile.shape,
    /** unsure: another date or size, and nobody knows what was in it then. */
    state: z.enum(['changed', 'missing', 'unsure']),
  }),
  z.strictObject({ kind: z.literal('provider'), before: z.string(), now: z.string() }),
  /** `of` is the name of a library, or `tessera`. */
  z.strictObject({ kind: z.literal('version'), of: z.string(), before: z.string(), now: z.string() }),
  z.strictObject({ kind: z.literal('machine'), before: z.string(), now: z.string() }),
  /** Made before receipts were kept. */
  z.strictObject({ kind: z.literal('no-receipt') }),
]);
export type ReceiptChange = z.infer<typeof ReceiptChange>;

export const PixelDifference = z.strictObject({
  /** The largest difference of a channel, of 255. */
  max: z.int().min(0).max(255),
  /** The share of pixels in which any channel differs. */
  share: z.number().min(0).max(1),
});
export type PixelDifference = z.infer<typeof PixelDifference>;

/** What came of rendering a picture again. */
export const Verification = z.strictObject({
  image: ImageId,
  outcome: z.enum(['same', 'different', 'impossible']),
  /** null when it could not be rendered. */
  difference: PixelDifference.nullable(),
  /** Why it could not be rendered. */
  problem: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  /** What is not as it was, the likeliest cause of a difference first. */
  changes: z.array(ReceiptChange),
});
export type Verification = z.infer<typeof Verification>;
