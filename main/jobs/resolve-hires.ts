// The second pass of a recipe with nothing left open: the size it ends on, its steps, and what enlarges before it.

import type { Model, ModelFamily } from '../../shared/domain/model.ts';
import { type Recipe, type ResolvedRecipe, sideMax } from '../../shared/domain/recipe.ts';
import { lanczosId } from '../../shared/domain/upscaler.ts';
import { TesseraError } from '../../shared/errors.ts';

/**
 * Drawn from a picture these stay of one piece at sizes they were never trained on; only from nothing they repeat themselves there.
 */
const beyondTraining: ReadonlySet<ModelFamily> = new Set([
  'stable-diffusion',
  'stable-diffusion-xl',
  'stable-diffusion-3',
  'flux',
]);

/** @throws INVALID_INPUT where there can be no second pass, SIZE_NOT_SUPPORTED where it would end on no size the model draws */
export function resolveHires(options: {
  readonly recipe: Recipe;
  readonly model: Model;
  /** Of the first pass. */
  readonly first: { readonly width: number; readonly height: number; readonly steps: number };
}): ResolvedRecipe['hires'] {
  const { recipe, model, first } = options;
  const { hires } = recipe;
  if (hires === undefined) return null;
  const { name, capabilities } = model.manifest;
  if (!capabilities.imageToImage) {
    throw refused(`${name} cannot start from a picture, and so cannot draw a second pass. Choose another model.`);
  }
  if (recipe.source !== undefined) {
    throw refused(
      'a second pass follows a picture drawn from words alone. Leave it out, or the picture to start from.',
    );
  }
  const { sideMultiple } = capabilities;
  const largest = largestSide(model);
  const larger = (side: number) => Math.floor((side * hires.scale) / sideMultiple) * sideMultiple;
  const { width, height } = { width: larger(first.width), height: larger(first.height) };
  if (Math.max(width, height) > largest || (width === first.width && height === first.height)) {
    const most = Math.floor((largest / Math.max(first.width, first.height)) * 100) / 100;
    const advice =
      most > 1 ? `From ${first.width} x ${first.height} it can be ${most}.` : 'Draw a smaller picture first.';
    throw new TesseraError(
      'SIZE_NOT_SUPPORTED',
      `hires.scale: ${name} draws up to ${largest} pixels in steps of ${sideMultiple}, and this would be ${width} x ${height}. ${advice}`,
      { details: { field: 'hires.scale', maximum: Math.max(1, most) } },
    );
  }
  const { scale, denoise, steps = first.steps, upscaler = lanczosId } = hires;
  return { scale, denoise, steps, upscaler, width, height };
}

/** Graphs that were exported for one size draw no other. */
function largestSide({ manifest: { family, capabilities } }: Model): number {
  const [size, ...others] = capabilities.sizes;
  const isFixed =
    others.length === 0 &&
    capabilities.sideMin === Math.min(size?.width ?? 0, size?.height ?? 0) &&
    capabilities.sideMax === Math.max(size?.width ?? 0, size?.height ?? 0);
  return beyondTraining.has(family) && !isFixed ? sideMax : capabilities.sideMax;
}

function refused(why: string): TesseraError {
  return new TesseraError('INVALID_INPUT', `hires: ${why}`, { details: { field: 'hires' } });
}
