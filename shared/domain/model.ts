// A model: a folder on disk, what family it is, and what may be asked of it.

import { z } from 'zod';
import { ExemplarSet } from './exemplar-source.ts';
import { ModelId } from './ids.ts';
import { ModelMemory } from './model-memory.ts';
import { aspects, sideMultiple } from './recipe.ts';
import { noiseGenerators } from './noise-generator.ts';
import { schedulerNames, sigmaSchedules } from './scheduler-name.ts';

export const modelFamilies = [
  'exemplar',
  'stable-diffusion',
  'stable-diffusion-xl',
  'stable-diffusion-3',
  'flux',
  'mock',
] as const;
export const ModelFamily = z.enum(modelFamilies);
/** Families whose weights a LoRA can be merged into. */
export const familiesWithLoras: ReadonlySet<string> = new Set<(typeof modelFamilies)[number]>([
  'stable-diffusion',
  'stable-diffusion-xl',
  'stable-diffusion-3',
  'flux',
]);
export type ModelFamily = z.infer<typeof ModelFamily>;

/** A collection of a hundred sets is somebody's mistake, and every list of models carries them. */
const maxSets = 64;

const Size = z.strictObject({ width: z.int().positive(), height: z.int().positive() });

/** What the Create screen and the validation read; every value belongs to the model, not to the app. */
export const ModelCapabilities = z.strictObject({
  negativePrompt: z.boolean(),
  /** Whether a recipe may start from a picture, and whether it may paint only a part of it anew. */
  imageToImage: z.boolean().default(false),
  inpainting: z.boolean().default(false),
  schedulers: z.array(z.enum(schedulerNames)).min(1),
  defaultScheduler: z.enum(schedulerNames),
  /** The spacings of noise levels its schedulers may take, as far as a scheduler takes any. */
  sigmas: z.array(z.enum(sigmaSchedules)).min(1).default(['default']),
  noise: z.array(z.enum(noiseGenerators)).min(1).default(['torch-cpu']),
  /** The largest clip skip its text encoders can follow; 1 where only the model's own layer can be read. */
  maxClipSkip: z.int().positive().default(1),
  defaultSteps: z.int().positive(),
  defaultGuidanceScale: z.number().nonnegative(),
  /** null for a model that knows no invention. */
  defaultInvention: z.number().min(0).max(1).nullable().default(null),
  /** Pixels per side a width or height must be a multiple of. */
  sideMultiple: z.int().min(sideMultiple),
  sideMin: z.int().positive(),
  sideMax: z.int().positive(),
  /** The size each aspect gets; the first entry is the default aspect. */
  sizes: z.array(z.strictObject({ aspect: z.enum(aspects), ...Size.shape })).min(1),
});
export type ModelCapabilities = z.infer<typeof ModelCapabilities>;

/** What the headers of a model's graphs say, read before anything is loaded. */
export const ModelHeader = z.strictObject({
  /** How its weights are stored, such as float16; the type of most of them first. */
  weightTypes: z.array(z.string()),
  operators: z.array(z.string()),
  opset: z.int().nonnegative(),
  /** The least that runs all of its operators; what asks for more than a processor is refused. */
  provider: z.enum(['cpu']),
  licenceFile: z.string().nullable(),
});
export type ModelHeader = z.infer<typeof ModelHeader>;

/** Grows whenever the engine learns to read more of a folder; models read by less are read again at the next start. */
export const currentInspection = 1;

/** What the engine learns by reading a folder, before anything is loaded. */
export const ModelManifest = z.strictObject({
  name: z.string().min(1).max(200),
  family: ModelFamily,
  description: z.string(),
  licence: z.string().nullable(),
  sizeBytes: z.int().nonnegative(),
  capabilities: ModelCapabilities,
  /** Absent for models without graphs, and for those added before this was read. */
  header: ModelHeader.optional(),
  /** How much memory it takes; absent as the header is. */
  memory: ModelMemory.optional(),
  /** By which inspection it was read; absent for those from before they were counted. */
  inspection: z.int().optional(),
  /** The sets of drawings it recombines; empty for models that learned their pictures. */
  sets: z.array(ExemplarSet).max(maxSets).default([]),
  /** Every file the model needs, below its folder; sha256 only once verified. */
  files: z.array(z.strictObject({ path: z.string(), sizeBytes: z.int().nonnegative(), sha256: z.string().nullable() })),
});
export type ModelManifest = z.infer<typeof ModelManifest>;

export const Model = z.strictObject({
  id: ModelId,
  origin: z.enum(['embedded', 'palette', 'user', 'mock']),
  folder: z.string(),
  manifest: ModelManifest,
  /** null when usable; otherwise one sentence saying what is wrong and what to do. */
  problem: z.string().nullable(),
});
export type Model = z.infer<typeof Model>;
