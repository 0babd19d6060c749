// The arithmetic of drawing around a picture: how far each side goes, and how large the whole becomes.

import type { ModelCapabilities } from '../../../shared/domain/model.ts';
import type { RecipeExtend } from '../../../shared/domain/recipe.ts';
import type { Size } from './mask-drawing.ts';

export const edges = ['left', 'right', 'top', 'bottom'] as const;
export type Edge = (typeof edges)[number];

/** What each preset adds to the sides it names. */
export const presetShare = 0.25;

export function isAcross(edge: Edge): boolean {
  return edge === 'left' || edge === 'right';
}

export function extendedSize(inner: Size, extend: RecipeExtend): Size {
  return { width: inner.width + extend.left + extend.right, height: inner.height + extend.top + extend.bottom };
}

/** The picture within its frame, from the size of the whole. */
export function innerSize(whole: Size, extend: RecipeExtend): Size {
  return { width: whole.width - extend.left - extend.right, height: whole.height - extend.top - extend.bottom };
}

/** In steps the model draws in; never less than nothing. */
export function steppedMargin(pixels: number, { sideMultiple }: Pick<ModelCapabilities, 'sideMultiple'>): number {
  return Math.max(0, Math.round(pixels / sideMultiple) * sideMultiple);
}

export function withEdge(extend: RecipeExtend, edge: Edge, pixels: number, model: ModelCapabilities): RecipeExtend {
  return { ...extend, [edge]: steppedMargin(pixels, model) };
}

/** A quarter more of the picture on each of these sides. */
export function withPreset(
  extend: RecipeExtend,
  sides: readonly Edge[],
  { inner, model }: { readonly inner: Size; readonly model: ModelCapabilities },
): RecipeExtend {
  return sides.reduce((wider, edge) => {
    const side = isAcross(edge) ? inner.width : inner.height;
    return withEdge(wider, edge, wider[edge] + side * presetShare, model);
  }, extend);
}

/** The same frame around a smaller picture, so that the whole is no larger than the model draws. */
export function fittedFrame(
  inner: Size,
  extend: RecipeExtend,
  model: ModelCapabilities,
): { readonly inner: Size; readonly extend: RecipeExtend } {
  const whole = extendedSize(inner, extend);
  const scale = Math.min(1, model.sideMax / Math.max(whole.width, whole.height));
  const down = (pixels: number) => Math.floor((pixels * scale) / model.sideMultiple) * model.sideMultiple;
  const { left, right, top, bottom } = extend;
  return {
    inner: { width: down(inner.width), height: down(inner.height) },
    extend: { left: down(left), right: down(right), top: down(top), bottom: down(bottom) },
  };
}
