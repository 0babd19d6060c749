// Plans a job: the task with nothing left open, and the pictures it will make with their seeds.

import type { Image, LibraryItem } from '../../shared/domain/image.ts';
import { ImageId, type JobId, type ModelId, type SourceId, type StyleId } from '../../shared/domain/ids.ts';
import type { LoraId } from '../../shared/domain/lora.ts';
import type { JobTask } from '../../shared/domain/job.ts';
import type { Model } from '../../shared/domain/model.ts';
import {
  type GenerationRequest,
  maxImagesPerJob,
  pictureSizeOf,
  type ResolvedRecipe,
  seedMax,
  variationStrengths,
} from '../../shared/domain/recipe.ts';
import { combinedStyle, type Style, stylesOf } from '../../shared/domain/style.ts';
import type { UpscaleFactor, UpscalerId } from '../../shared/domain/upscaler.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { TaggedLora } from '../../shared/prompt/lora-tags.ts';
import { resolveLoras } from './resolve-loras.ts';
import { withPromptsOfImages } from './resolve-prompts.ts';
import { resolveRecipe } from './resolve-recipe.ts';

/** What the library's other rooms can still open: 16384 x 16384. */
const maxUpscaledPixels = 2 ** 28;

export interface Plan {
  readonly task: JobTask;
  readonly images: readonly PlannedRow[];
}
export type PlannedRow = Omit<Image, 'state' | 'file' | 'sizeBytes' | 'sha256'>;

export interface PlanSources {
  model(id: ModelId | undefined): Model;
  style(id: StyleId): Style;
  /** The sets of drawings the settings leave out for a model. */
  excludedSets(model: ModelId): readonly string[];
  /** @throws LORA_NOT_FOUND */
  readonly lora: (name: string) => LoraId;
  picture(id: ImageId): LibraryItem;
  /** Lines of the user's wildcard files; null when there is none of that name. */
  wildcard(name: string): readonly string[] | null;
  /** @throws SOURCE_NOT_FOUND */
  source(id: SourceId): unknown;
  /** The picture of the library that a source was; null for one from elsewhere. */
  origin(id: SourceId): ImageId | null;
  /** @throws UPSCALER_NOT_FOUND, INVALID_INPUT */
  upscaler(asked: UpscalerId | undefined, factor: UpscaleFactor | null): UpscalerId;
  readonly randomSeed: () => number;
}

/** @throws what a source throws for an unknown model, style or picture; SIZE_NOT_SUPPORTED, INVALID_INPUT */
export function planJob(options: {
  readonly id: JobId;
  readonly request: GenerationRequest;
  readonly createdAt: string;
  readonly sources: PlanSources;
}): Plan {
  const { request, sources } = options;
  switch (request.kind) {
    case 'generate': {
      const { source } = request.recipe;
      if (source !== undefined) sources.source(source.image);
      if (source?.mask !== undefined) sources.source(source.mask);
      if (request.recipe.hires?.upscaler !== undefined) sources.upscaler(request.recipe.hires.upscaler, null);
      const model = sources.model(request.recipe.model);
      const style = combinedStyle(stylesOf(request.recipe).map((id) => sources.style(id)));
      const { lora, randomSeed } = sources;
      const asked = { recipe: request.recipe, model, lora };
      const resolved = resolveRecipe({
        ...asked,
        excludedSets: sources.excludedSets(model.id),
        style,
        randomSeed,
      });
      const seeds = Array.from({ length: resolved.count }, (_, index) => plusSeed(resolved.seed, index));
      const loras = (tagged: readonly TaggedLora[]) => resolveLoras(tagged, asked);
      const recipe = withPromptsOfImages(resolved, { seeds, style, wildcard: sources.wildcard, loras });
      const parent = source === undefined ? null : sources.origin(source.image);
      return { task: { kind: 'generate', recipe }, images: gridOf(recipe, 'generated', parent) };
    }
    case 'vary': {
      const parent = sources.picture(request.image);
      const recipe = varied(parent, request, sources.randomSeed);
      sources.model(recipe.model);
      return {
        task: { kind: 'vary', recipe, parent: parent.image.id, strength: request.strength },
        images: gridOf(recipe, 'variation', parent.image.id),
      };
    }
    case 'upscale': {
      const parent = sources.picture(request.image);
      const recipe = { ...recipeOf(parent), seed: parent.image.seed, variations: parent.image.variations, count: 1 };
      const size = { width: parent.image.width * request.factor, height: parent.image.height * request.factor };
      assertUpscalable(size);
      return {
        task: {
          kind: 'upscale',
          recipe,
          parent: parent.image.id,
          factor: request.factor,
          upscaler: sources.upscaler(request.upscaler, request.factor),
        },
        images: [row({ recipe, index: 0, kind: 'upscale', parent: parent.image.id, seed: recipe.seed, ...size })],
      };
    }
    default:
      return request satisfies never;
  }

  function gridOf(recipe: ResolvedRecipe, kind: 'generated' | 'variation', parent: ImageId | null): PlannedRow[] {
    return Array.from({ length: recipe.count }, (_, index) => {
      const isVariation = recipe.variations.length > 0;
      const seed = isVariation ? recipe.seed : plusSeed(recipe.seed, index);
      const variations = recipe.variations.map((variation, place) =>
        place === recipe.variations.length - 1 ? { ...variation, seed: plusSeed(variation.seed, index) } : variation,
      );
      return { ...row({ recipe, index, kind, parent, seed, ...pictureSizeOf(recipe) }), variations };
    });
  }

  function row(cell: {
    recipe: ResolvedRecipe;
    index: number;
    kind: Image['kind'];
    parent: ImageId | null;
    seed: number;
    width: number;
    height: number;
  }): PlannedRow {
    const { recipe, ...rest } = cell;
    return {
      ...rest,
      // Derived from the job's id, so that a job planned twice can never store a picture twice.
      id: ImageId.parse(`${options.id}-${cell.index}`.slice(-128)),
      job: options.id,
      variations: recipe.variations,
      createdAt: options.createdAt,
    };
  }
}

function varied(
  parent: LibraryItem,
  request: Extract<GenerationRequest, { kind: 'vary' }>,
  randomSeed: () => number,
): ResolvedRecipe {
  const step = { seed: request.seed ?? randomSeed(), strength: variationStrengths[request.strength] };
  return {
    ...recipeOf(parent),
    seed: parent.image.seed,
    variations: [...parent.image.variations, step],
    count: maxImagesPerJob,
  };
}

/** Seeds wrap at 32 bits, as torch's generator does. */
function plusSeed(seed: number, index: number): number {
  return (seed + index) % (seedMax + 1);
}

function assertUpscalable(size: { width: number; height: number }): void {
  if (size.width * size.height <= maxUpscaledPixels) return;
  throw new TesseraError(
    'SIZE_NOT_SUPPORTED',
    `factor: the result would have ${size.width} x ${size.height} pixels; at most 268 megapixels can be made. Upscale by a smaller factor.`,
    { details: { field: 'factor', maximumPixels: maxUpscaledPixels } },
  );
}

/** @throws INVALID_INPUT for a picture that was imported */
function recipeOf({ recipe }: LibraryItem): ResolvedRecipe {
  if (recipe !== null) return recipe;
  throw new TesseraError(
    'INVALID_INPUT',
    'This picture was imported, so there is no recipe to draw it again by. Start a new one from it instead.',
    { details: { field: 'image' } },
  );
}
