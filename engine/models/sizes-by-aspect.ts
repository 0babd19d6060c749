// The size each aspect ratio gets: the model's own area, in sides it can draw.

import { type Aspect, aspects, sideMax, sideMin } from '../../shared/domain/recipe.ts';

interface Size {
  readonly aspect: Aspect;
  readonly width: number;
  readonly height: number;
}

/** @param side the side of the square the model was trained on, in pixels */
export function sizesByAspect(options: { readonly side: number; readonly multiple: number }): Size[] {
  const { side, multiple } = options;
  const sizes = aspects.map((aspect): Size => {
    const stretch = Math.sqrt(ratioOf(aspect));
    return { aspect, width: rounded(side * stretch, multiple), height: rounded(side / stretch, multiple) };
  });
  // A small model has no room for a wide picture: a side under the smallest one Tessera draws is left out.
  const fitting = sizes.filter(
    ({ width, height }) => Math.min(width, height) >= sideMin && Math.max(width, height) <= sideMax,
  );
  return fitting.length > 0 ? fitting : [{ aspect: '1:1', width: sideMin, height: sideMin }];
}

/** The aspect nearest to a size, for graphs that draw only that one. */
export function nearestAspect(width: number, height: number): Aspect {
  const distance = (aspect: Aspect) => Math.abs(Math.log(ratioOf(aspect) / (width / height)));
  return aspects.reduce((best, aspect) => (distance(aspect) < distance(best) ? aspect : best));
}

function ratioOf(aspect: Aspect): number {
  const [width = 1, height = 1] = aspect.split(':').map(Number);
  return width / height;
}

function rounded(length: number, multiple: number): number {
  return Math.max(multiple, Math.round(length / multiple) * multiple);
}
