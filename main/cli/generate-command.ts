// tessera generate: one prompt through the whole studio, to pictures on disk.

import { resolve } from 'node:path';
import type { CallInput } from '../../shared/contract/index.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import type { Image } from '../../shared/domain/image.ts';
import { TesseraError } from '../../shared/errors.ts';
import { followJob } from './follow-job.ts';
import { hiresOption, type HiresOptions } from './hires-option.ts';
import { modelOption } from './model-option.ts';
import { type Studio, withStudio } from './open-studio.ts';
import { copyPictures, prepareOutputFolder, writeGrid } from './output-folder.ts';
import type { Terminal } from './terminal.ts';
import type { RecipeSource } from '../../shared/domain/recipe.ts';
import { sourceOption } from './source-option.ts';
import { tellEstimate } from './tell-estimate.ts';
import { type OutboxRest, restSentence, waitForOutbox } from './wait-for-outbox.ts';

/** As commander hands them over; ranges and choices are the contract's to check. */
export interface GenerateOptions extends HiresOptions {
  readonly negative?: string;
  readonly model?: string;
  readonly style?: readonly string[];
  readonly aspect?: string;
  readonly width?: number;
  readonly height?: number;
  readonly seed?: number;
  readonly steps?: number;
  readonly guidance?: number;
  readonly invention?: number;
  readonly scheduler?: string;
  readonly sigmas?: string;
  readonly noise?: string;
  readonly clipSkip?: number;
  readonly from?: string;
  readonly strength?: number;
  readonly mask?: string;
  readonly extend?: string;
  readonly count?: number;
  readonly excludeSet?: readonly string[];
  readonly engine?: string;
  readonly saveLatents?: string;
  readonly out?: string;
  readonly estimate?: boolean;
  readonly waitForSync: boolean;
  readonly syncTimeout: number;
}

export async function generate(
  prompt: string,
  options: GenerateOptions,
  { terminal, signal }: { terminal: Terminal; signal: AbortSignal },
): Promise<void> {
  const model = chosenModel(options);
  const folder = options.out === undefined ? null : await prepareOutputFolder(options.out);
  await withStudio(async (studio) => {
    const id = model === undefined ? undefined : await modelOption(model, { studio, terminal });
    const source = await sourceOption(options, studio);
    const asked = submission(prompt, { ...options, model: id, source });
    if (options.estimate === true) {
      const { recipe } = asked.request;
      return tellEstimate(await studio.call('generation.preflight', { recipe }).catch(throwInOptionWords), terminal);
    }
    const submitted = await studio.call('generation.submit', asked).catch(throwInOptionWords);
    const told = () => toldOf(submitted.id, options, { studio, terminal, signal });
    const job = await followJob(submitted, { studio, terminal, signal }).catch(async (thrown: unknown) => {
      await told();
      throw thrown;
    });
    const images = job.images.filter((image) => image.state === 'ready');
    const paths =
      folder === null ? libraryPaths(images, studio) : await copyPictures(images, folder, studio.core.images);
    const sources = await Promise.all(images.map(({ id: image }) => studio.call('library.get', { id: image })));
    const grid = folder === null ? null : await writeGrid(images, folder, studio.core.images);

    for (const note of job.notes) terminal.remark(`note: ${note.message}`);
    images.forEach((image, place) => {
      terminal.say(`${paths[place]}  seed ${image.seed}`);
    });
    if (grid !== null) terminal.say(grid);
    const sync = await told();
    terminal.document({
      job: job.id,
      images: images.map(({ seed, sha256, width, height }, place) => ({
        path: paths[place],
        seed,
        sha256,
        width,
        height,
        drawnFrom: sources[place]?.drawnFrom,
      })),
      grid,
      sync,
    });
  });
}

/** Lets sync tell of the job, and says what it could not. */
async function toldOf(
  job: JobId,
  { waitForSync, syncTimeout }: GenerateOptions,
  { studio, terminal, signal }: { studio: Studio; terminal: Terminal; signal: AbortSignal },
): Promise<OutboxRest | null> {
  const rest = await waitForOutbox(job, { studio, seconds: waitForSync ? syncTimeout : 0, signal });
  const sentence = rest === null ? null : restSentence(rest);
  if (sentence !== null) terminal.remark(sentence);
  return rest;
}

type Submission = CallInput<'generation.submit'> & { readonly request: { readonly kind: 'generate' } };

/** The contract's input. Its types are claims until dispatch has parsed them, as at every door. */
function submission(
  prompt: string,
  options: Omit<GenerateOptions, 'model'> & {
    readonly model: string | undefined;
    readonly source: RecipeSource | undefined;
  },
): Submission {
  const recipe = {
    prompt,
    negativePrompt: options.negative,
    model: options.model,
    style: options.style?.[0],
    moreStyles: options.style?.slice(1),
    aspect: options.aspect,
    width: options.width,
    height: options.height,
    seed: options.seed,
    steps: options.steps,
    guidanceScale: options.guidance,
    scheduler: options.scheduler,
    sigmas: options.sigmas,
    noise: options.noise,
    clipSkip: options.clipSkip,
    invention: options.invention,
    count: options.count,
    excludedSets: options.excludeSet,
    source: options.source,
    hires: hiresOption(options),
  };
  const given = Object.fromEntries(Object.entries(recipe).filter(([, value]) => value !== undefined));
  const saveLatents = options.saveLatents === undefined ? {} : { saveLatents: resolve(options.saveLatents) };
  return { request: { kind: 'generate', recipe: given }, ...saveLatents } as Submission;
}

function chosenModel({ engine, model }: GenerateOptions): string | undefined {
  switch (engine) {
    case undefined:
    case 'auto':
      return model;
    case 'mock':
      if (model === undefined || model === 'mock') return 'mock';
      throw new TesseraError(
        'INVALID_INPUT',
        `engine: the mock draws without a model. Leave out --model ${model} or --engine mock.`,
        {
          details: { field: 'engine' },
        },
      );
    default:
      throw new TesseraError('VALIDATION_ERROR', 'engine: must be one of auto, mock.', {
        details: { field: 'engine', choices: ['auto', 'mock'] },
      });
  }
}

function libraryPaths(images: readonly Image[], studio: Studio): string[] {
  return images.map((image) => {
    const path = studio.core.images.path(image.id);
    if (path === null)
      throw new TesseraError('IMAGE_NOT_FOUND', `Picture ${image.id} left the library while it was made.`);
    return path;
  });
}

/** The contract names a fault by its field; who typed an option looks for the option. */
function throwInOptionWords(thrown: unknown): never {
  if (!(thrown instanceof TesseraError) || thrown.code !== 'VALIDATION_ERROR') throw thrown;
  const message = thrown.message
    .replaceAll('request.recipe.', 'recipe.')
    .replaceAll('recipe.prompt', 'prompt')
    .replaceAll('recipe.negativePrompt', '--negative')
    .replaceAll('recipe.guidanceScale', '--guidance')
    .replaceAll('recipe.excludedSets', '--exclude-set')
    .replaceAll(/recipe\.moreStyles(?:\.\d+)?/g, '--style')
    .replaceAll('recipe.clipSkip', '--clip-skip')
    .replaceAll(/recipe\.source\.(strength|extend)(?:\.\w+)?/g, '--$1')
    .replaceAll('recipe.hires.scale', '--hires')
    .replaceAll('recipe.hires.', '--hires-')
    .replaceAll('recipe.', '--');
  throw new TesseraError(thrown.code, message, {
    cause: thrown,
    ...(thrown.details === undefined ? {} : { details: thrown.details }),
  });
}
