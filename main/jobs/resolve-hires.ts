// The second pass of a recipe with nothing left open: the size it ends on, its steps, and what enlarges before it.

import type { Model } from '../../shared/domain/model.ts';
import type { Recipe, ResolvedRecipe } from '../../shared/domain/recipe.ts';
import { secondPassSideMax, secondPassSize } from '../../shared/domain/second-pass.ts';
import { lanczosId } from '../../shared/domain/upscaler.ts';
import { TesseraError } from '../../shared/errors.ts';

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
  const largest = secondPassSideMax(model.manifest);
  const { width, height } = secondPassSize(first, model.manifest, hires.scale);
  if (Math.max(width, height) > largest || (width === first.width && height === first.height)) {
    const most = Math.floor((largest / Math.max(first.width, first.height)) * 100) / 100;
    const advice =
      most > 1 ? `From ${first.width} x ${first.height} it can be ${most}.` : 'Draw a smaller picture first.';
    throw new TesseraError(
      'SIZE_NOT_SUPPORTED',
      `hires.scale: ${name} draws up to ${largest} pixels in steps of ${capabilities.sideMultiple}, and this would be ${width} x ${height}. ${advice}`,
      { details: { field: 'hires.scale', maximum: Math.max(1, most) } },
    );
  }
  const { scale, denoise, steps = first.steps, upscaler = lanczosId } = hires;
  return { scale, denoise, steps, upscaler, width, height };
}

function refused(why: string): TesseraError {
  return new TesseraError('INVALID_INPUT', `hires: ${why}`, { details: { field: 'hires' } });
}
