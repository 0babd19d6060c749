// The sizes a model offers: the one its graph was fixed to, or every aspect at the area it was trained on.

import type { ModelCapabilities } from '../../shared/domain/model.ts';
import { sideMax, sideMin } from '../../shared/domain/recipe.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { SizeRule } from '../pipelines/stable-diffusion/picture-size.ts';
import { nearestAspect, sizesByAspect } from './sizes-by-aspect.ts';

/** Attention needs memory with the fourth power of a side: half as long again as the model's own is five times as much. */
const largestStretch = 1.5;

/**
 * @param side of the square the model was trained on, in pixels
 * @throws MODEL_UNSUPPORTED for sides that Tessera does not draw
 */
export function sizeCapabilities(
  rule: SizeRule,
  side: number,
): Pick<ModelCapabilities, 'sideMultiple' | 'sideMin' | 'sideMax' | 'sizes'> {
  const { multiple: sideMultiple } = rule;
  const drawn = rule.fixed === null ? [side] : [rule.fixed.width, rule.fixed.height];
  const strange = [...drawn, sideMultiple].find((length) => !(length > 0 && length <= sideMax));
  if (strange !== undefined) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      `Its configs and graphs speak of pictures with ${strange} pixels to a side, and Tessera draws up to ${sideMax}. Use the model's original configs.`,
    );
  }
  if (rule.fixed !== null) {
    const { width, height } = rule.fixed;
    return {
      sideMultiple,
      sideMin: Math.min(width, height),
      sideMax: Math.max(width, height),
      sizes: [{ aspect: nearestAspect(width, height), width, height }],
    };
  }
  const sizes = sizesByAspect({ side, multiple: sideMultiple });
  const longest = Math.max(...sizes.flatMap(({ width, height }) => [width, height]));
  const largest = Math.floor((side * largestStretch) / sideMultiple) * sideMultiple;
  return {
    sideMultiple,
    sideMin: Math.ceil(sideMin / sideMultiple) * sideMultiple,
    sideMax: Math.min(sideMax, Math.max(longest, largest)),
    sizes,
  };
}
