// How large the second pass of a recipe may get, and where it ends: asked by the form and by the planning of a job.

import type { ModelFamily, ModelManifest } from './model.ts';
import { sideMax } from './recipe.ts';

type Able = Pick<ModelManifest, 'family' | 'capabilities'>;

/**
 * Drawn from a picture these stay of one piece at sizes they were never trained on; only from nothing they repeat themselves there.
 */
const beyondTraining: ReadonlySet<ModelFamily> = new Set([
  'stable-diffusion',
  'stable-diffusion-xl',
  'stable-diffusion-3',
  'flux',
]);

/** In pixels. Graphs that were exported for one size draw no other. */
export function secondPassSideMax({ family, capabilities }: Able): number {
  const [size, ...others] = capabilities.sizes;
  const isFixed =
    others.length === 0 &&
    capabilities.sideMin === Math.min(size?.width ?? 0, size?.height ?? 0) &&
    capabilities.sideMax === Math.max(size?.width ?? 0, size?.height ?? 0);
  return beyondTraining.has(family) && !isFixed ? sideMax : capabilities.sideMax;
}

/** The nearest smaller size the model draws. */
export function secondPassSize(
  first: { readonly width: number; readonly height: number },
  { capabilities: { sideMultiple } }: Able,
  scale: number,
): { width: number; height: number } {
  const larger = (side: number) => Math.floor((side * scale) / sideMultiple) * sideMultiple;
  return { width: larger(first.width), height: larger(first.height) };
}
