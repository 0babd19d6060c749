// Turns what a person asked for into a recipe with nothing left open, by the model's own defaults and limits.

import type { LoraId } from '../../shared/domain/lora.ts';
import type { Model, ModelCapabilities } from '../../shared/domain/model.ts';
import type { Recipe, RecipeExtend, RecipeSource, ResolvedRecipe } from '../../shared/domain/recipe.ts';
import { maxImagesPerJob, sideMin } from '../../shared/domain/recipe.ts';
import { type SchedulerName, sigmaSchedulesOf } from '../../shared/domain/scheduler-name.ts';
import { applyStyle, type Style, stylesOf } from '../../shared/domain/style.ts';
import { TesseraError } from '../../shared/errors.ts';
import { resolveHires } from './resolve-hires.ts';
import { resolveLoras } from './resolve-loras.ts';
import { takeSettledTags } from './resolve-prompts.ts';

/**
 * @throws SIZE_NOT_SUPPORTED when the model cannot draw that size, INVALID_INPUT for a scheduler or setting it does not take or
 *   for an aspect together with a width and height that contradict it
 */
export function resolveRecipe(options: {
  readonly recipe: Recipe;
  readonly model: Model;
  /** All styles of the recipe as one. */
  readonly style: Style | null;
  /** The sets the settings leave out for this model. */
  readonly excludedSets?: readonly string[] | undefined;
  /** The id of the LoRA a person means. @throws LORA_NOT_FOUND */
  readonly lora?: (name: string) => LoraId;
  readonly randomSeed: () => number;
}): ResolvedRecipe {
  const { recipe, model, style } = options;
  const capabilities = model.manifest.capabilities;
  const { width, height } = resolveSize(recipe, capabilities);
  const scheduler = recipe.scheduler ?? capabilities.defaultScheduler;
  if (!capabilities.schedulers.includes(scheduler)) {
    throw new TesseraError(
      'INVALID_INPUT',
      `scheduler: ${model.manifest.name} does not work with ${scheduler}; it takes ${capabilities.schedulers.join(', ')}.`,
      { details: { field: 'scheduler', choices: capabilities.schedulers, nearest: [capabilities.defaultScheduler] } },
    );
  }
  const { sigmas, noise } = resolveNoise({ recipe, scheduler, model });
  if (recipe.invention !== undefined && capabilities.defaultInvention === null) {
    throw new TesseraError(
      'INVALID_INPUT',
      `invention: ${model.manifest.name} has no such setting. Leave it out, or choose another model.`,
      { details: { field: 'invention' } },
    );
  }
  if (recipe.source !== undefined) assertSource(recipe.source, model);
  if (recipe.source?.extend !== undefined) assertExtend(recipe.source.extend, { width, height });
  const negativePrompt = recipe.negativePrompt ?? '';
  const named = takeSettledTags(recipe.prompt);
  const loras = resolveLoras(named.loras, options);
  const steps = recipe.steps ?? capabilities.defaultSteps;
  return {
    prompt: recipe.prompt,
    negativePrompt,
    styledPrompt: applyStyle(named.prompt, style?.prompt ?? ''),
    styledNegativePrompt: applyStyle(negativePrompt, style?.negativePrompt ?? ''),
    prompts: [],
    template: null,
    model: model.id,
    style: style?.id ?? null,
    moreStyles: stylesOf(recipe).slice(1),
    width,
    height,
    seed: recipe.seed ?? options.randomSeed(),
    steps,
    guidanceScale: recipe.guidanceScale ?? capabilities.defaultGuidanceScale,
    scheduler,
    sigmas,
    noise,
    clipSkip: resolveClipSkip(recipe, model),
    invention: recipe.invention ?? capabilities.defaultInvention,
    excludedSets: resolveExcludedSets({ asked: recipe.excludedSets, settled: options.excludedSets ?? [], model }),
    loras,
    count: recipe.count ?? maxImagesPerJob,
    variations: [],
    source: recipe.source ?? null,
    hires: resolveHires({ recipe, model, first: { width, height, steps } }),
  };
}

/** How the noise is made and spaced; what the model or the scheduler does not know is refused, never left out. */
function resolveNoise(options: {
  readonly recipe: Recipe;
  readonly scheduler: SchedulerName;
  readonly model: Model;
}): Pick<ResolvedRecipe, 'sigmas' | 'noise'> {
  const { recipe, scheduler, model } = options;
  const { name, capabilities } = model.manifest;
  const { sigmas = 'default', noise = 'torch-cpu' } = recipe;
  const spacings = sigmaSchedulesOf(scheduler).filter((spacing) => capabilities.sigmas.includes(spacing));
  if (!spacings.includes(sigmas)) {
    throw new TesseraError(
      'INVALID_INPUT',
      `sigmas: ${name} with ${scheduler} does not take ${sigmas}; it takes ${spacings.join(', ')}.`,
      { details: { field: 'sigmas', choices: spacings, nearest: ['default'] } },
    );
  }
  if (!capabilities.noise.includes(noise)) {
    throw new TesseraError(
      'INVALID_INPUT',
      `noise: ${name} does not take ${noise}; it takes ${capabilities.noise.join(', ')}.`,
      { details: { field: 'noise', choices: capabilities.noise } },
    );
  }
  return { sigmas, noise };
}

function resolveClipSkip({ clipSkip = 1 }: Recipe, { manifest: { name, capabilities } }: Model): number {
  const { maxClipSkip } = capabilities;
  if (clipSkip <= maxClipSkip) return clipSkip;
  const can = maxClipSkip === 1 ? 'gives the last layer of its text encoder only' : `skips ${maxClipSkip} at most`;
  throw new TesseraError('INVALID_INPUT', `clipSkip: ${name} ${can}. Leave it out, or choose another model.`, {
    details: { field: 'clipSkip', maximum: maxClipSkip },
  });
}

/** What is asked for must be there; what the settings say may have been said of an older version of the model. */
function resolveExcludedSets(options: {
  readonly asked: readonly string[] | undefined;
  readonly settled: readonly string[];
  readonly model: Model;
}): string[] {
  const { asked, settled, model } = options;
  const { name, sets } = model.manifest;
  const choices = sets.map((set) => set.name);
  const unknown = (asked ?? []).filter((set) => !choices.includes(set));
  if (unknown.length > 0) {
    const has = choices.length === 0 ? 'it draws from no sets' : `its sets are ${choices.join(', ')}`;
    throw new TesseraError('INVALID_INPUT', `excludedSets: ${name} has no set ${unknown.join(', ')}; ${has}.`, {
      details: { field: 'excludedSets', choices },
    });
  }
  const excluded = [...new Set(asked ?? settled)].filter((set) => choices.includes(set)).sort();
  if (choices.length > 0 && excluded.length === choices.length) {
    throw new TesseraError(
      'INVALID_INPUT',
      `excludedSets: without ${excluded.join(', ')} ${name} has no drawings left. Keep at least one of its sets.`,
      { details: { field: 'excludedSets', choices } },
    );
  }
  return excluded;
}

function assertSource(source: RecipeSource, model: Model): void {
  const { imageToImage, inpainting } = model.manifest.capabilities;
  const missing = !imageToImage
    ? 'start from a picture'
    : inpainting
      ? null
      : source.mask !== undefined
        ? 'paint only a part of a picture'
        : source.extend !== undefined
          ? 'draw around a picture'
          : null;
  if (missing === null) return;
  const field = imageToImage ? (source.mask === undefined ? 'source.extend' : 'source.mask') : 'source';
  throw new TesseraError(
    'INVALID_INPUT',
    `${field}: ${model.manifest.name} cannot ${missing}. Choose another model, or leave it out.`,
    {
      details: { field },
    },
  );
}

/** What is drawn around a picture leaves room for it. */
function assertExtend(extend: RecipeExtend, { width, height }: { width: number; height: number }): void {
  const [across, down] = [width - extend.left - extend.right, height - extend.top - extend.bottom];
  if (across >= sideMin && down >= sideMin) return;
  throw new TesseraError(
    'INVALID_INPUT',
    `source.extend: ${width} x ${height} pixels less what is drawn around leave ${across} x ${down} for the picture to start from; at least ${sideMin} x ${sideMin} are needed.`,
    { details: { field: 'source.extend', minimum: sideMin } },
  );
}

function resolveSize(recipe: Recipe, capabilities: ModelCapabilities): { width: number; height: number } {
  const { sizes, sideMin, sideMax, sideMultiple } = capabilities;
  if ((recipe.width === undefined) !== (recipe.height === undefined)) {
    const missing = recipe.width === undefined ? 'width' : 'height';
    throw new TesseraError('INVALID_INPUT', `${missing}: give both width and height, or only an aspect.`, {
      details: { field: missing },
    });
  }
  if (recipe.width !== undefined && recipe.height !== undefined) {
    assertSide('width', recipe.width);
    assertSide('height', recipe.height);
    if (recipe.aspect !== undefined) assertAspect(recipe.aspect, recipe.width, recipe.height);
    return { width: recipe.width, height: recipe.height };
  }
  const size = recipe.aspect === undefined ? sizes[0] : sizes.find((entry) => entry.aspect === recipe.aspect);
  if (size === undefined) {
    const choices = sizes.map((entry) => entry.aspect);
    throw new TesseraError(
      'SIZE_NOT_SUPPORTED',
      `aspect: this model does not draw ${recipe.aspect}; it draws ${choices.join(', ')}.`,
      { details: { field: 'aspect', choices } },
    );
  }
  return { width: size.width, height: size.height };

  function assertSide(field: 'width' | 'height', side: number): void {
    if (side >= sideMin && side <= sideMax && side % sideMultiple === 0) return;
    const clamped = Math.min(Math.max(Math.round(side / sideMultiple) * sideMultiple, sideMin), sideMax);
    throw new TesseraError(
      'SIZE_NOT_SUPPORTED',
      `${field}: this model draws ${sideMin} to ${sideMax} pixels in steps of ${sideMultiple}; the nearest valid value to ${side} is ${clamped}.`,
      { details: { field, minimum: sideMin, maximum: sideMax, multipleOf: sideMultiple, nearest: [clamped] } },
    );
  }
}

function assertAspect(aspect: string, width: number, height: number): void {
  const [across = 1, down = 1] = aspect.split(':').map(Number);
  // Sides are multiples of 8, so a ratio can miss its name by a little; 5 % is less than 16:9 differs from 3:2.
  if (Math.abs((width * down) / (height * across) - 1) <= 0.05) return;
  throw new TesseraError(
    'INVALID_INPUT',
    `aspect: ${aspect} contradicts ${width} x ${height}; give one or the other.`,
    { details: { field: 'aspect' } },
  );
}
