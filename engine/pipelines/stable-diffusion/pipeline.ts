// Pictures from words, and from pictures, with a folder in the diffusers ONNX layout: encode, schedule, denoise, decode.
// Families differ in what they open.

import { join } from 'node:path';
import { activationBytes, largestTensorBytes, loadedBytes } from '../../../shared/domain/model-memory.ts';
import { TesseraError } from '../../../shared/errors.ts';
import { weightBytes } from '../../models/weight-bytes.ts';
import { createNoiseSource, type NoiseSource } from '../../noise/noise-source.ts';
import { tooLargeForHost } from '../../runtime/allocation-bound.ts';
import { createModelSessions, type ModelSessions } from '../../runtime/model-sessions.ts';
import type { Session, TensorRuntime } from '../../runtime/tensor-runtime.ts';
import type { EncodedText } from '../../text-encoders/text-encoder.ts';
import { keepOutside } from '../keep-outside.ts';
import type { Latents, LoadPipeline, PictureRequest, PictureSource, Pipeline, RgbImage } from '../pipeline.ts';
import { readAutoencoderMemory } from './autoencoder-memory.ts';
import { decodeLatents } from './decode-latents.ts';
import type { DenoiseRequest, Denoiser } from './denoiser.ts';
import { encodePicture, planesOf } from './encode-picture.ts';
import { readStableDiffusionFamily } from './family.ts';
import { createGentleRun, type GentleRun } from './gentle-run.ts';
import type { LatentFamily } from './latent-family.ts';
import { createLatentPreviews, type LatentPreviews } from './learned-preview.ts';
import { modelPaths } from './model-configs.ts';
import { checkSize } from './picture-size.ts';
import { picturesToEncode, startingPoint, staysAsItIs } from './starting-point.ts';
import { stepsOfRun } from './steps-of-run.ts';
import type { Encoded, TextConditioning } from './text-conditioning.ts';

/** What decoding costs in runs of the denoiser: 2.5 against 0.8 TFLOP at 512x512. */
const decodingRuns = 3;
/** A text encoder is a thirtieth of a denoiser's run. */
const encodingRuns = 0.05;
/** An autoencoder's way in is a little over half of its way out. */
const pictureEncodingRuns = 1.5;

interface LoadedModel {
  readonly text: TextConditioning;
  readonly denoiser: Denoiser;
  readonly decoder: Session;
  /** Opened when the first picture to start from comes. */
  readonly encoder: () => Promise<Session>;
  readonly sessions: ModelSessions;
  readonly previews: LatentPreviews;
}

/** @throws as the runtime and the readers of a folder's files do */
export const loadStableDiffusionPipeline: LoadPipeline = async ({ folder, runtime }) =>
  createLatentPipeline({ folder, runtime, family: readStableDiffusionFamily(folder) });

interface PipelineOptions {
  readonly folder: string;
  readonly runtime: TensorRuntime;
  readonly family: LatentFamily;
}

/** Opens the model's graphs when the first picture is asked for. */
export function createLatentPipeline(options: PipelineOptions): Pipeline {
  const { family } = options;
  let loading: Promise<LoadedModel> | null = null;

  function loaded(): Promise<LoadedModel> {
    loading ??= openModel(options).catch((thrown: unknown) => {
      // The file that was missing may be there the next time.
      loading = null;
      throw thrown;
    });
    return loading;
  }

  return {
    async draw(request) {
      checkScheduler(family, request);
      if (loading === null) request.report.step('loading', 0);
      const model = await loaded();
      request.report.step('encoding', 0);
      checkSize(family.sizeRule(model.denoiser), request.recipe);
      await request.checkpoint();
      const progress = createProgress(request, model.denoiser, family);
      checkHost(options, request);
      const gentle = createGentleRun(model.sessions, request.report.note);
      const run = { options, family, model, request, progress, gentle };
      const { source } = request;
      if (source !== null && staysAsItIs(source)) return { image: source.image, latents: await latentsOf(source, run) };
      const words = await gentle.attempt(() => encodePrompts(model, request, progress));
      const latents = await denoise(run, words);
      const image = await decode(run, latents);
      model.previews.learn(latents, image);
      progress.ran('decoding', decodingRuns);
      await request.checkpoint();
      return { image: source === null ? image : keepOutside(image, source), latents };
    },
    async close() {
      const model = await loading?.catch(() => null);
      await model?.sessions.close();
    },
  };
}

async function openModel({ folder, runtime, family }: PipelineOptions): Promise<LoadedModel> {
  const sessions = createModelSessions(runtime);
  if (runtime.room !== undefined && loadedBytes(weightBytes(folder)) > runtime.room.availableBytes()) {
    await sessions.spare();
  }
  const open = (path: string) => sessions.open(join(folder, path));
  try {
    const opened = await family.open(open);
    const decoder = await open(modelPaths.vaeDecoder);
    let encoder: Session | null = null;
    const previews = createLatentPreviews(family.previewColours);
    return {
      ...opened,
      decoder,
      sessions,
      previews,
      encoder: async () => (encoder ??= await open(modelPaths.vaeEncoder)),
    };
  } catch (thrown) {
    await sessions.close();
    throw thrown;
  }
}

function checkScheduler({ schedulers: offered }: LatentFamily, { recipe }: PictureRequest): void {
  if (offered.includes(recipe.scheduler)) return;
  throw new TesseraError(
    'INVALID_INPUT',
    `This model cannot be sampled with ${recipe.scheduler}. Choose one of: ${offered.join(', ')}.`,
    { details: { field: 'scheduler', allowed: offered } },
  );
}

/** @throws OUT_OF_MEMORY before the host would be ended for asking */
function checkHost({ runtime, family }: PipelineOptions, { recipe }: PictureRequest): void {
  const limit = runtime.room?.allocationLimitBytes ?? Number.POSITIVE_INFINITY;
  if (limit === Number.POSITIVE_INFINITY) return;
  const latents = { width: recipe.width / family.latentFactor, height: recipe.height / family.latentFactor };
  const bytes = largestTensorBytes(family.denoiserMemory(), latents);
  if (bytes >= limit) throw tooLargeForHost(bytes);
}

interface Words {
  readonly prompt: EncodedText;
  /** null when nothing is guided away from. */
  readonly negative: EncodedText | null;
}

interface Progress {
  ran(stage: 'encoding' | 'sampling' | 'decoding', runs: number): void;
}

/** Guidance is off at scales up to 1, and where the model takes the scale itself. */
function isGuided(denoiser: Denoiser, { recipe }: PictureRequest): boolean {
  return recipe.guidanceScale > 1 && !denoiser.embedsGuidance;
}

function runsPerStep(denoiser: Denoiser, request: PictureRequest): number {
  return isGuided(denoiser, request) ? denoiser.runsPerStep.guided : denoiser.runsPerStep.plain;
}

function createProgress(request: PictureRequest, denoiser: Denoiser, { lateStart }: LatentFamily): Progress {
  const guided = isGuided(denoiser, request);
  const { kept: steps } = stepsOfRun(request, lateStart);
  const pictures = pictureEncodingRuns * picturesToEncode(request, denoiser.seesMask);
  const total = encodingRuns * (guided ? 2 : 1) + pictures + steps * runsPerStep(denoiser, request) + decodingRuns;
  let done = 0;
  return {
    ran(stage, runs) {
      done += runs;
      request.report.step(stage, Math.min(1, done / total));
    },
  };
}

async function encodePrompts(model: LoadedModel, request: PictureRequest, progress: Progress): Promise<Words> {
  const { styledPrompt, styledNegativePrompt } = request.recipe;
  const guided = isGuided(model.denoiser, request);
  const notes = [model.text.truncation(styledPrompt), guided ? model.text.truncation(styledNegativePrompt) : null];
  for (const note of notes) if (note !== null) request.report.note(note);
  const encoded = async ({ words, runs }: Encoded) => {
    progress.ran('encoding', encodingRuns);
    if (runs > 0) await request.checkpoint();
    return words;
  };
  const pieces = Math.max(model.text.pieces(styledPrompt), guided ? model.text.pieces(styledNegativePrompt) : 1);
  const reading = { pieces, clipSkip: request.recipe.clipSkip };
  const prompt = await encoded(await model.text.encode(styledPrompt, reading));
  if (!guided) return { prompt, negative: null };
  const negative = await model.text.encodeNegative(styledNegativePrompt, { ...reading, like: prompt });
  return { prompt, negative: await encoded(negative) };
}

interface Run {
  readonly options: PipelineOptions;
  readonly gentle: GentleRun;
  readonly family: LatentFamily;
  readonly model: LoadedModel;
  readonly request: PictureRequest;
  readonly progress: Progress;
}

function latentDims({ family, request: { recipe } }: Run): readonly [number, number, number] {
  return [family.latentChannels, recipe.height / family.latentFactor, recipe.width / family.latentFactor];
}

async function encode(run: Run, planes: Float32Array, noise: NoiseSource): Promise<Float32Array> {
  const { family, model, request, progress } = run;
  const session = await model.encoder();
  const scale = family.latentScale;
  const shared = { session, planes, size: sizeOf(request), dims: latentDims(run), scale, noise };
  const latents = await inTiles(run, 'vae_encoder', (tile) => encodePicture({ ...shared, tile }));
  progress.ran('encoding', pictureEncodingRuns);
  await request.checkpoint();
  return latents;
}

function decode(run: Run, latents: Latents): Promise<RgbImage> {
  const { family, model, request } = run;
  const shared = { session: model.decoder, latents, scale: family.latentScale, size: sizeOf(request) };
  return inTiles(run, 'vae_decoder', (tile) => decodeLatents({ ...shared, tile }));
}

/** In one piece where that fits into memory, or else in tiles that do. */
function inTiles<Result>(
  run: Run,
  part: 'vae_decoder' | 'vae_encoder',
  work: (tile: number | null) => Promise<Result>,
): Promise<Result> {
  const { folder, runtime, family } = run.options;
  const [, height, width] = latentDims(run);
  const memory = readAutoencoderMemory({ folder, part, latentFactor: family.latentFactor });
  const fits = (tile: number) => {
    const piece = { width: Math.min(tile, width), height: Math.min(tile, height) };
    return (
      largestTensorBytes(memory, piece) < (runtime.room?.allocationLimitBytes ?? Number.POSITIVE_INFINITY) &&
      activationBytes(memory, piece) < (runtime.room?.availableBytes() ?? Number.POSITIVE_INFINITY)
    );
  };
  return run.gentle.inTiles({ side: Math.max(width, height), grain: family.latentFactor, fits }, work);
}

/** Of a picture that is given back as it came. */
async function latentsOf({ image }: PictureSource, run: Run): Promise<Latents> {
  const { recipe, seed } = run.request;
  const data = await encode(run, planesOf(image), createNoiseSource(recipe.noise, seed));
  return { data, dims: latentDims(run) };
}

async function denoise(run: Run, words: Words): Promise<Latents> {
  const { family, model, request, progress } = run;
  const { recipe, report } = request;
  const dims = latentDims(run);
  const steps = stepsOfRun(request, family.lateStart);
  const strength = request.source?.strength ?? 1;
  const scheduler = family.createScheduler({ ...recipe, steps: steps.planned }, strength);
  const { seesMask } = model.denoiser;
  const start = await startingPoint({
    request,
    steps,
    scheduler,
    dims,
    seesMask,
    encode: (planes, noise) => encode(run, planes, noise),
  });
  let { sample } = start;
  let denoised = sample;
  const turns = [...scheduler.timesteps.entries()].slice(start.firstIndex);
  // Some schedulers take another number of turns than was asked for; what they planned is what is done.
  const runShare = steps.kept / turns.length;

  for (const [index, timestep] of turns) {
    const asked: DenoiseRequest = {
      sample: { type: 'float32', dims: [1, ...dims], data: scheduler.scaleModelInput(sample, index) },
      beside: start.beside,
      timestep,
      ...words,
      guidanceScale: recipe.guidanceScale,
      size: recipe,
      afterRun() {
        progress.ran('sampling', runShare);
        return request.checkpoint();
      },
    };
    const known = request.journal?.known[index - start.firstIndex];
    const modelOutput = known ?? (await run.gentle.attempt(() => model.denoiser.predict(asked)));
    if (known === undefined) request.journal?.add(modelOutput);
    else progress.ran('sampling', runShare * runsPerStep(model.denoiser, request));
    ({ sample, denoised } = scheduler.step({ modelOutput, index, sample, noise: start.source }));
    sample = start.kept(sample, index);
    const show = model.previews.of({ data: denoised, dims });
    if (show !== null) report.preview(show);
  }
  // A consistency model answers with the clean picture; what its scheduler adds after that is noise for a next step.
  const clean = recipe.scheduler === 'lcm' ? start.kept(denoised, scheduler.timesteps.length - 1) : sample;
  return { data: clean, dims };
}

function sizeOf({ recipe }: PictureRequest): { readonly width: number; readonly height: number } {
  return { width: recipe.width, height: recipe.height };
}
