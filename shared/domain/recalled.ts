// What a picture says of how it was made, whatever tool wrote it: one form, each field with how far it can be trusted.

import { z } from 'zod';
import { ModelId } from './ids.ts';
import { LoraId } from './lora.ts';
import { noiseGenerators } from './noise-generator.ts';
import { schedulerNames, sigmaSchedules } from './scheduler-name.ts';

export const recalledTools = [
  'tessera',
  'a1111',
  'forge',
  'comfyui',
  'invokeai',
  'fooocus',
  'swarmui',
  'stability-matrix',
  'draw-things',
  'novelai',
] as const;
export type RecalledTool = (typeof recalledTools)[number];

/** certain: written as such; likely: translated from the tool's own words; unsure: one of several it may mean. */
const Confidence = z.enum(['certain', 'likely', 'unsure']);
export type Confidence = z.infer<typeof Confidence>;

/** Longer than any prompt a person writes; what is longer still is damage or mischief. */
export const recalledTextMax = 100_000;
const Name = z.string().min(1).max(500);
const Count = z.int().min(0).max(1_000_000);
const Amount = z.number().min(-1_000_000).max(1_000_000);
/** As digits: other tools have seeds of 64 bits, which a number cannot hold. */
const SeedText = z.string().regex(/^\d{1,20}$/);

function said<Value extends z.ZodType>(value: Value) {
  return z.strictObject({ value, confidence: Confidence, from: z.string().max(200) }).optional();
}

export const RecalledLora = z.strictObject({ name: Name, strength: Amount, hash: z.string().max(200).nullable() });
export type RecalledLora = z.infer<typeof RecalledLora>;

export const recalledFieldShapes = {
  prompt: z.string().max(recalledTextMax),
  negativePrompt: z.string().max(recalledTextMax),
  seed: SeedText,
  steps: Count,
  guidanceScale: Amount,
  /** What models take that learned their guidance, beside or in place of the scale. */
  distilledGuidanceScale: Amount,
  /** In the words of the tool. */
  sampler: Name,
  schedule: Name,
  /** The samplings computed here that these words may stand for, the likeliest first. */
  samplings: z
    .array(z.strictObject({ scheduler: z.enum(schedulerNames), sigmas: z.enum(sigmaSchedules) }))
    .min(1)
    .max(schedulerNames.length * sigmaSchedules.length),
  size: z.strictObject({ width: z.int().min(1).max(100_000), height: z.int().min(1).max(100_000) }),
  model: z.strictObject({ name: Name.nullable(), hash: z.string().max(200).nullable() }),
  vae: Name,
  loras: z.array(RecalledLora).min(1).max(64),
  denoisingStrength: Amount,
  clipSkip: Count,
  noise: z.enum(noiseGenerators),
  variation: z.strictObject({ seed: SeedText, strength: Amount }),
  /** The second pass at a larger size. */
  hires: z.strictObject({
    scale: Amount.nullable(),
    steps: Count.nullable(),
    upscaler: Name.nullable(),
    denoisingStrength: Amount.nullable(),
  }),
  styles: z.array(Name).min(1).max(64),
} as const;
export type RecalledFieldName = keyof typeof recalledFieldShapes;

export const RecalledFields = z.strictObject({
  prompt: said(recalledFieldShapes.prompt),
  negativePrompt: said(recalledFieldShapes.negativePrompt),
  seed: said(recalledFieldShapes.seed),
  steps: said(recalledFieldShapes.steps),
  guidanceScale: said(recalledFieldShapes.guidanceScale),
  distilledGuidanceScale: said(recalledFieldShapes.distilledGuidanceScale),
  sampler: said(recalledFieldShapes.sampler),
  schedule: said(recalledFieldShapes.schedule),
  samplings: said(recalledFieldShapes.samplings),
  size: said(recalledFieldShapes.size),
  model: said(recalledFieldShapes.model),
  vae: said(recalledFieldShapes.vae),
  loras: said(recalledFieldShapes.loras),
  denoisingStrength: said(recalledFieldShapes.denoisingStrength),
  clipSkip: said(recalledFieldShapes.clipSkip),
  noise: said(recalledFieldShapes.noise),
  variation: said(recalledFieldShapes.variation),
  hires: said(recalledFieldShapes.hires),
  styles: said(recalledFieldShapes.styles),
});
export type RecalledFields = z.infer<typeof RecalledFields>;

/** Sentences of the catalogue under `recall.warnings`. */
export const recallWarnings = [
  'tooLong',
  'damaged',
  'severalSamplers',
  'severalPrompts',
  'workflowOnly',
  'seedTooLarge',
  'samplerUnknown',
  'startedFromPicture',
] as const;
export type RecallWarning = (typeof recallWarnings)[number];

/** One text as it stood in the file: `place` is the container's name for it. */
export const PictureText = z.strictObject({
  place: z.enum(['png', 'exif', 'xmp', 'jpeg', 'gif', 'stealth', 'pasted']),
  key: z.string().max(200),
  text: z.string(),
});
export type PictureText = z.infer<typeof PictureText>;

export const Recalled = z.strictObject({
  /** null when the picture says nothing that is understood. */
  tool: z.enum(recalledTools).nullable(),
  /** The tool's version in its own words. */
  version: Name.nullable(),
  fields: RecalledFields,
  /** What the tool wrote besides, unread. */
  others: z.array(z.strictObject({ key: z.string().max(200), value: z.string().max(10_000) })).max(300),
  warnings: z.array(z.enum(recallWarnings)),
  raw: z.array(PictureText),
});
export type Recalled = z.infer<typeof Recalled>;

/** An installed model that may stand for the one that was named. `default` means that nothing is like it. */
const ModelMatch = z.strictObject({
  id: ModelId,
  name: z.string(),
  by: z.enum(['hash', 'name', 'default']),
  /** 1 is the same. */
  likeness: z.number().min(0).max(1),
});
export type ModelMatch = z.infer<typeof ModelMatch>;

export const RecalledPicture = z.strictObject({
  recalled: Recalled,
  /** The nearest first; the first by hash is the very model. */
  models: z.array(ModelMatch).max(3),
  /** For each LoRA that was named, the registered one, or null. */
  loras: z.array(z.strictObject({ name: Name, id: LoraId.nullable() })),
});
export type RecalledPicture = z.infer<typeof RecalledPicture>;
