// The recipe: everything that decides what a picture looks like, as asked for and as resolved.

import { z } from 'zod';
import { ExcludedSets } from './exemplar-source.ts';
import { ImageId, ModelId, SourceId, StyleId } from './ids.ts';
import { UpscaleFactor, UpscalerId } from './upscaler.ts';
import { noiseGenerators } from './noise-generator.ts';
import { RecipeLoras } from './lora.ts';
import { schedulerNames, sigmaSchedules } from './scheduler-name.ts';

export const promptMaxLength = 4000;
/** torch's CPU generator, and so every seed of the field, is 32 bits wide. */
export const seedMax = 0xffff_ffff;
export const maxImagesPerJob = 4;
/** Besides the first; more words than that drown what is asked for. */
export const moreStylesMax = 7;
/** Sides are counted in pixels; every family encodes 8 px into one latent, so nothing else can be drawn. */
export const sideMin = 64;
export const sideMax = 2048;
export const sideMultiple = 8;

export const aspects = ['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16'] as const;
export const Aspect = z.enum(aspects);
export type Aspect = z.infer<typeof Aspect>;

export const Seed = z.int().min(0).max(seedMax);

const Prompt = z
  .string()
  .max(promptMaxLength)
  .refine((text) => text.trim().length > 0, 'write a few words first: the prompt is empty');
const NegativePrompt = z.string().max(promptMaxLength);
const Side = z.int().min(sideMin).max(sideMax).multipleOf(sideMultiple);
const Steps = z.int().min(1).max(150);
const GuidanceScale = z.number().min(0).max(30);
const Invention = z.number().min(0).max(1);
const Scheduler = z.enum(schedulerNames);
/** More than any text encoder has layers. */
const ClipSkip = z.int().min(1).max(32);
const Sigmas = z.enum(sigmaSchedules);
const Noise = z.enum(noiseGenerators);

/** One step away from the base noise: noise <- slerp(strength, noise, N(seed)). A1111 calls it the variation seed. */
export const Variation = z.strictObject({ seed: Seed, strength: z.number().min(0).max(1) });
export type Variation = z.infer<typeof Variation>;

const Margin = z.int().min(0).max(sideMax).multipleOf(sideMultiple).default(0);
/**
 * Pixels of the picture that are drawn around the one to start from, which fills the rest. One side pans, all of them
 * zoom out.
 */
export const RecipeExtend = z.strictObject({ left: Margin, right: Margin, top: Margin, bottom: Margin });
export type RecipeExtend = z.infer<typeof RecipeExtend>;

/**
 * A picture to start from. `strength` is A1111's denoising strength: 0 keeps the picture, 1 keeps nothing of it.
 * White in the mask is painted anew, black is kept; both are fitted to the size of the recipe.
 */
export const RecipeSource = z.strictObject({
  image: SourceId,
  strength: z.number().min(0).max(1),
  mask: SourceId.optional(),
  extend: RecipeExtend.optional(),
});
export type RecipeSource = z.infer<typeof RecipeSource>;

/** From the sizes models are trained on this already leads beyond the largest side. */
const hiresScaleMax = 4;
/**
 * A second pass at a larger size, as A1111's "Hires. fix": the finished picture is enlarged and drawn over. `scale` multiplies
 * both sides, down to the nearest size the model draws; `denoise` is the second pass's denoising strength.
 */
export const RecipeHires = z.strictObject({
  scale: z.number().gt(1).max(hiresScaleMax),
  denoise: z.number().min(0).max(1),
  /** Steps the second pass really takes, as many as the first when left out. */
  steps: Steps.optional(),
  /** What enlarges in between; resampling when left out. */
  upscaler: UpscalerId.optional(),
});
export type RecipeHires = z.infer<typeof RecipeHires>;

/** What a person asks for. Only the prompt is needed; everything else has a default that belongs to the model. */
export const Recipe = z.strictObject({
  prompt: Prompt,
  negativePrompt: NegativePrompt.optional(),
  model: ModelId.optional(),
  style: StyleId.nullable().optional(),
  /** Further styles, put around what the ones before them made. */
  moreStyles: z.array(StyleId).max(moreStylesMax).optional(),
  aspect: Aspect.optional(),
  width: Side.optional(),
  height: Side.optional(),
  seed: Seed.optional(),
  steps: Steps.optional(),
  guidanceScale: GuidanceScale.optional(),
  scheduler: Scheduler.optional(),
  /** How the noise levels of a run are spaced; only schedulers that have such levels take another than `default`. */
  sigmas: Sigmas.optional(),
  /** Which generator the noise comes from. */
  noise: Noise.optional(),
  /** Which layer of the text encoder is read, counted from the end as A1111 does: 1 is the model's own. */
  clipSkip: ClipSkip.optional(),
  /** 0 follows one of the model's pictures, 1 mixes them freely; only for models that have a default of it. */
  invention: Invention.optional(),
  /** Sets of drawings to do without; left out, what the settings leave out. Only for models that have sets. */
  excludedSets: ExcludedSets.optional(),
  /** LoRAs to draw with, besides those the prompt names as <lora:name:strength>. */
  loras: RecipeLoras.optional(),
  count: z.int().min(1).max(maxImagesPerJob).optional(),
  source: RecipeSource.optional(),
  hires: RecipeHires.optional(),
});
export type Recipe = z.infer<typeof Recipe>;

const Words = {
  prompt: Prompt,
  negativePrompt: NegativePrompt,
  /** The prompt with the style's words around it: what the model is really given. */
  styledPrompt: z.string(),
  styledNegativePrompt: z.string(),
};

/**
 * A recipe with nothing left open: the same resolved recipe on the same model gives the same pixels. Image i of a
 * job uses seed + i (mod 2^32) unless it is a variation; then all share the seed and the last variation seed moves.
 */
export const ResolvedRecipe = z.strictObject({
  ...Words,
  /** Of a job whose prompt is dynamic: what each of its images resolved it to, with the LoRAs it came to. The words above are then the template. */
  prompts: z
    .array(z.strictObject({ ...Words, loras: RecipeLoras.optional() }))
    .max(maxImagesPerJob)
    .default([]),
  /** Of an image drawn from a dynamic prompt: the prompt as it was written. */
  template: z.strictObject({ prompt: Prompt, negativePrompt: NegativePrompt }).nullable().default(null),
  model: ModelId,
  style: StyleId.nullable(),
  moreStyles: z.array(StyleId).max(moreStylesMax).default([]),
  width: Side,
  height: Side,
  seed: Seed,
  steps: Steps,
  guidanceScale: GuidanceScale,
  scheduler: Scheduler,
  sigmas: Sigmas.default('default'),
  noise: Noise.default('torch-cpu'),
  clipSkip: ClipSkip.default(1),
  invention: Invention.nullable().default(null),
  /** Sorted, each once, so that the same choice is the same recipe. */
  excludedSets: ExcludedSets.default([]),
  loras: RecipeLoras.default([]),
  count: z.int().min(1).max(maxImagesPerJob),
  variations: z.array(Variation),
  source: RecipeSource.nullable().default(null),
  /** The size above is then that of the first pass, and the one in here the picture's. */
  hires: RecipeHires.extend({ steps: Steps, upscaler: UpscalerId, width: Side, height: Side }).nullable().default(null),
});
export type ResolvedRecipe = z.infer<typeof ResolvedRecipe>;

/** Of the picture that comes out. */
export function pictureSizeOf(recipe: ResolvedRecipe): { readonly width: number; readonly height: number } {
  const { width, height } = recipe.hires ?? recipe;
  return { width, height };
}

/** The recipe of one image of a job, by its place: with its own words where the prompt of the job is dynamic. */
export function recipeOfImage(recipe: ResolvedRecipe, index: number): ResolvedRecipe {
  const own = recipe.prompts[index];
  if (own === undefined) return recipe;
  const { loras = recipe.loras, ...words } = own;
  const { prompt, negativePrompt } = recipe;
  return { ...recipe, ...words, loras, prompts: [], template: { prompt, negativePrompt } };
}

export const VariationStrength = z.enum(['subtle', 'strong']);
export type VariationStrength = z.infer<typeof VariationStrength>;

/** Slerp strengths behind the two words: subtle keeps the composition, strong keeps the idea. */
export const variationStrengths: Readonly<Record<VariationStrength, number>> = { subtle: 0.2, strong: 0.55 };

/** Everything one can ask the studio to make. New kinds of work are new members here. */
export const GenerationRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('generate'), recipe: Recipe }),
  z.strictObject({
    kind: z.literal('vary'),
    image: ImageId,
    strength: VariationStrength,
    seed: Seed.optional(),
  }),
  z.strictObject({
    kind: z.literal('upscale'),
    image: ImageId,
    factor: UpscaleFactor,
    /** The settings decide when it is left out. */
    upscaler: UpscalerId.optional(),
  }),
]);
export type GenerationRequest = z.infer<typeof GenerationRequest>;
