// What main and an engine host say to each other. Plain JSON both ways, so that every transport can carry it.

import { z } from 'zod';
import { DrawnFrom } from './domain/exemplar-source.ts';
import { ExportStyle } from './domain/export.ts';
import { ImageId, ModelId } from './domain/ids.ts';
import { ImageKind } from './domain/image.ts';
import { JobStage } from './domain/job.ts';
import { LoraFacts } from './domain/lora.ts';
import { ModelFamily, ModelManifest } from './domain/model.ts';
import { Note } from './domain/note.ts';
import { palettePicturesMax } from './domain/palette.ts';
import { ProviderName } from './domain/provider.ts';
import { PictureTraits } from './domain/picture-traits.ts';
import { PromptReading } from './domain/prompt-reading.ts';
import { EngineFacts, PixelDifference } from './domain/receipt.ts';
import { Recalled } from './domain/recalled.ts';
import { RecipeExtend, ResolvedRecipe, Seed, Variation } from './domain/recipe.ts';
import { UpscaleFactor, UpscalerManifest } from './domain/upscaler.ts';
import { RunTimings } from './run-timings.ts';

export const engineProtocolVersion = 1;

const RequestId = z.string().min(1).max(200);

/** LoRAs to merge into the model's weights, and the folder that remembers what was merged. */
export const RunLoras = z.strictObject({
  cache: z.string(),
  items: z
    .array(z.strictObject({ name: z.string(), path: z.string(), sha256: z.string(), strength: z.number() }))
    .min(1),
});
export type RunLoras = z.infer<typeof RunLoras>;

/** One picture of a run. The host writes it to `output` by temp file, fsync and rename; the folder exists. */
export const PlannedImage = z.strictObject({
  id: ImageId,
  index: z.int().min(0).max(3),
  kind: ImageKind,
  seed: Seed,
  variations: z.array(Variation),
  parent: ImageId.nullable(),
  output: z.string().min(1),
  /** In place of the model's, where the prompt of this picture chose its own. */
  loras: RunLoras.nullable().optional(),
});
export type PlannedImage = z.infer<typeof PlannedImage>;

export const RunModel = z.strictObject({
  family: ModelFamily,
  folder: z.string(),
  name: z.string(),
  /** A palette draws with the graphs and words of another model's folder, and is read anew when its revision changes. */
  palette: z.strictObject({ id: ModelId, base: z.string(), revision: z.string() }).nullable().optional(),
  loras: RunLoras.nullable().optional(),
  /** Another one says that files of the model were changed: what is loaded of it must be loaded anew. */
  revision: z.string().optional(),
});
export type RunModel = z.infer<typeof RunModel>;

/** The networks that enlarge, in their order; their files lie in `folder`. */
export const UpscalerRun = z.strictObject({
  name: z.string(),
  folder: z.string(),
  range: UpscalerManifest.shape.range,
  channels: UpscalerManifest.shape.channels,
  passes: z.array(z.strictObject({ file: z.string(), factor: UpscaleFactor })).min(1),
});
export type UpscalerRun = z.infer<typeof UpscalerRun>;

export const EngineCommand = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('generate'),
    id: RequestId,
    /** What computes; left out, the processor does. */
    provider: ProviderName.optional(),
    model: RunModel,
    recipe: ResolvedRecipe,
    images: z.array(PlannedImage).min(1).max(4),
    /** The picture to start from and the mask over it, as absolute paths; null to start from nothing. */
    source: z
      .strictObject({
        image: z.string(),
        mask: z.string().nullable(),
        strength: z.number().min(0).max(1),
        /** What is drawn around it; null fills the whole picture with it. */
        extend: RecipeExtend.nullable().default(null),
      })
      .nullable(),
    /** What enlarges between the passes of a recipe that has two; null is resampling. */
    enlarger: UpscalerRun.nullable().default(null),
    /** Absolute path of an .npy file for the latents f32[images,C,h,w], or null. */
    saveLatents: z.string().nullable(),
    /** Folder in which the steps of unfinished pictures are kept, for the attempt after a crash; left out to keep none. */
    unfinished: z.string().optional(),
    appVersion: z.string(),
  }),
  z.strictObject({
    kind: z.literal('upscale'),
    id: RequestId,
    source: z.string(),
    factor: UpscaleFactor,
    /** null enlarges by resampling. */
    upscaler: UpscalerRun.nullable(),
    recipe: ResolvedRecipe,
    image: PlannedImage,
    /** Of the picture that is enlarged: the larger one is made of the same. */
    drawnFrom: DrawnFrom.default([]),
    model: RunModel,
    appVersion: z.string(),
  }),
  /** Reads a folder's configs and graph headers; loads nothing. */
  z.strictObject({ kind: z.literal('inspect'), id: RequestId, folder: z.string(), hash: z.boolean() }),
  /** Reads an upscaler's folder, or tries a bare network on a small picture to learn what it does. */
  z.strictObject({ kind: z.literal('inspect-upscaler'), id: RequestId, path: z.string() }),
  /** Reads the header of a LoRA and hashes the file. */
  z.strictObject({ kind: z.literal('inspect-lora'), id: RequestId, path: z.string() }),
  /** How a model reads a prompt, by its tokenizers alone. */
  z.strictObject({
    kind: z.literal('read-prompt'),
    id: RequestId,
    folder: z.string(),
    family: ModelFamily,
    prompt: z.string(),
  }),
  /** Imaging: a picture scaled to fit `width`, written as WebP. */
  z.strictObject({
    kind: z.literal('thumbnail'),
    id: RequestId,
    source: z.string(),
    width: z.int().min(16).max(4096),
    output: z.string(),
  }),
  /** Imaging: a picture of any kind, made upright, sRGB and PNG, with nothing left of its metadata. */
  z.strictObject({ kind: z.literal('import'), id: RequestId, source: z.string(), output: z.string() }),
  /** Imaging: how large a picture is, of what kind, and what it looks like. */
  z.strictObject({ kind: z.literal('describe'), id: RequestId, source: z.string() }),
  /** Imaging: what a picture says of how it was made. */
  z.strictObject({ kind: z.literal('recall'), id: RequestId, source: z.string() }),
  /** Imaging: how far the pixels of two pictures differ. */
  z.strictObject({ kind: z.literal('compare'), id: RequestId, one: z.string(), other: z.string() }),
  /** Imaging: a picture in another format, scaled by Lanczos when a size is given. */
  z.strictObject({
    kind: z.literal('convert'),
    id: RequestId,
    source: z.string(),
    format: z.enum(['png', 'jpeg', 'webp']),
    size: z.strictObject({ width: z.int().min(1).max(16_384), height: z.int().min(1).max(16_384) }).nullable(),
    output: z.string(),
  }),
  /** Imaging: a picture as it leaves the library, with as much of its metadata as the style says. */
  z.strictObject({
    kind: z.literal('export'),
    id: RequestId,
    source: z.string(),
    output: z.string(),
    style: ExportStyle,
  }),
  /** Imaging: up to four pictures of one size side by side in a 2x2 PNG. */
  z.strictObject({
    kind: z.literal('grid'),
    id: RequestId,
    sources: z.array(z.string()).min(1).max(4),
    output: z.string(),
  }),
  /** Imaging: a storyboard on paper, as one PNG or a PDF of as many pages as it needs. */
  z.strictObject({
    kind: z.literal('contact-sheet'),
    id: RequestId,
    format: z.enum(['png', 'pdf']),
    title: z.string(),
    subtitle: z.string(),
    cells: z
      .array(z.strictObject({ picture: z.string().nullable(), title: z.string(), caption: z.string() }))
      .min(1)
      .max(240),
    output: z.string(),
  }),
  /** Imaging: pictures one after the other as an animated WebP that repeats for ever. */
  z.strictObject({
    kind: z.literal('animation'),
    id: RequestId,
    frames: z
      .array(z.strictObject({ picture: z.string(), durationMs: z.int().min(1).max(600_000) }))
      .min(1)
      .max(240),
    output: z.string(),
  }),
  /** Imaging: one picture of a palette, cut out where its background is plain, as WebP. */
  z.strictObject({ kind: z.literal('cut-picture'), id: RequestId, source: z.string(), output: z.string() }),
  /** Imaging: the cut pictures of a palette in one file, and their colours. */
  z.strictObject({
    kind: z.literal('pack-palette'),
    id: RequestId,
    pictures: z.array(z.string()).min(1).max(palettePicturesMax),
    output: z.string(),
  }),
  /** Imaging: whether a palette that came from elsewhere holds what its list says. */
  z.strictObject({ kind: z.literal('check-palette'), id: RequestId, folder: z.string() }),
  /** Whether a provider computes at all; an answer is `done`, and a host that dies of it is one too. */
  z.strictObject({ kind: z.literal('probe-provider'), id: RequestId, provider: ProviderName }),
  /** Nothing but an answer: whether the host still hears. */
  z.strictObject({ kind: z.literal('ping'), id: RequestId }),
  z.strictObject({ kind: z.literal('cancel'), id: RequestId }),
]);
export type EngineCommand = z.infer<typeof EngineCommand>;

const EngineError = z.strictObject({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  details: z.record(z.string(), z.unknown()).optional(),
});

export const EngineEvent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ready'),
    protocol: z.literal(engineProtocolVersion),
    pid: z.int().positive(),
    versions: z.record(z.string(), z.string()),
    /** What this build of the runtime was made with, whether it works here or not. */
    providers: z.array(z.string()),
  }),
  /** The sign of life; it pauses while a session runs, because a run blocks the host's thread. */
  z.strictObject({ kind: z.literal('alive'), rssBytes: z.int().nonnegative() }),
  z.strictObject({
    kind: z.literal('progress'),
    id: RequestId,
    stage: JobStage,
    /** 0..1 over the images of this run. */
    fraction: z.number().min(0).max(1),
    etaMs: z.number().nonnegative().nullable(),
    /** Median of the steps measured so far: the supervisor's deadline for the next sign of life. */
    stepMs: z.number().nonnegative().nullable(),
  }),
  /** A live preview, PNG as base64, at latent size or little more. */
  z.strictObject({ kind: z.literal('preview'), id: RequestId, image: ImageId, png: z.string() }),
  z.strictObject({
    kind: z.literal('image'),
    id: RequestId,
    image: ImageId,
    width: z.int().positive(),
    height: z.int().positive(),
    sizeBytes: z.int().positive(),
    sha256: z.string(),
    drawnFrom: DrawnFrom.default([]),
    engine: EngineFacts.optional(),
  }),
  z.strictObject({ kind: z.literal('note'), id: RequestId, note: Note }),
  /** One line for the job's log. */
  z.strictObject({ kind: z.literal('log'), id: RequestId.nullable(), line: z.string() }),
  z.strictObject({ kind: z.literal('inspected'), id: RequestId, manifest: ModelManifest }),
  z.strictObject({ kind: z.literal('inspected-lora'), id: RequestId, facts: LoraFacts }),
  z.strictObject({
    kind: z.literal('inspected-upscaler'),
    id: RequestId,
    folder: z.string(),
    manifest: UpscalerManifest,
  }),
  z.strictObject({
    kind: z.literal('imported'),
    id: RequestId,
    width: z.int().positive(),
    height: z.int().positive(),
    sha256: z.string(),
  }),
  z.strictObject({
    kind: z.literal('described'),
    id: RequestId,
    width: z.int().positive(),
    height: z.int().positive(),
    /** As the decoder calls it: jpeg, png, webp and the like. */
    format: z.string(),
    traits: PictureTraits,
  }),
  z.strictObject({ kind: z.literal('thumbnailed'), id: RequestId, traits: PictureTraits }),
  z.strictObject({ kind: z.literal('recalled'), id: RequestId, recalled: Recalled }),
  z.strictObject({ kind: z.literal('compared'), id: RequestId, difference: PixelDifference }),
  z.strictObject({ kind: z.literal('prompt-read'), id: RequestId, reading: PromptReading }),
  z.strictObject({
    kind: z.literal('cut'),
    id: RequestId,
    cutOut: z.boolean(),
    /** #rrggbb of the background that was taken away. */
    paper: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal('packed'),
    id: RequestId,
    pictures: z.array(z.strictObject({ offset: z.int().nonnegative(), length: z.int().positive() })),
    colours: z.array(z.string()),
    sha256: z.string(),
  }),
  z.strictObject({ kind: z.literal('done'), id: RequestId, timings: RunTimings.nullable() }),
  z.strictObject({ kind: z.literal('pong'), id: RequestId }),
  z.strictObject({ kind: z.literal('cancelled'), id: RequestId }),
  z.strictObject({ kind: z.literal('failed'), id: RequestId, error: EngineError }),
]);
export type EngineEvent = z.infer<typeof EngineEvent>;
