// Which picture sizes a model can draw: what its denoiser can halve and double, or the one size its graph was fixed to.

import { TesseraError } from '../../../shared/errors.ts';
import type { StableDiffusionConfigs } from './model-configs.ts';

export interface SizeRule {
  /** Both sides must be multiples of this many pixels. */
  readonly multiple: number;
  /** The only size in pixels, when the graph has sizes written into it. */
  readonly fixed: { readonly width: number; readonly height: number } | null;
}

/** @param sampleDims the denoiser's `sample` as its graph declares it: [batch, channels, height, width] */
export function sizeRule(
  configs: StableDiffusionConfigs,
  sampleDims: readonly (number | string)[] | undefined,
): SizeRule {
  const [, , height, width] = sampleDims ?? [];
  const isFixed = typeof height === 'number' && typeof width === 'number' && height > 0 && width > 0;
  return {
    multiple: configs.latentFactor * configs.latentMultiple,
    fixed: isFixed ? { width: width * configs.latentFactor, height: height * configs.latentFactor } : null,
  };
}

/** @throws SIZE_NOT_SUPPORTED naming the nearest size that works */
export function checkSize(rule: SizeRule, size: { readonly width: number; readonly height: number }): void {
  const { width, height } = size;
  const { fixed, multiple } = rule;
  if (fixed !== null) {
    if (width === fixed.width && height === fixed.height) return;
    throw refusal(
      `This model was exported for ${fixed.width}x${fixed.height} only and cannot draw ${width}x${height}. Choose ${fixed.width}x${fixed.height}, or use an export with dynamic sizes.`,
      fixed,
    );
  }
  if (width % multiple === 0 && height % multiple === 0) return;
  const nearest = { width: nearestMultiple(width, multiple), height: nearestMultiple(height, multiple) };
  throw refusal(
    `This model draws sides that are multiples of ${multiple} pixels, which ${width}x${height} is not. The nearest size is ${nearest.width}x${nearest.height}.`,
    nearest,
  );
}

function nearestMultiple(side: number, multiple: number): number {
  return Math.max(multiple, Math.round(side / multiple) * multiple);
}

function refusal(message: string, nearest: { readonly width: number; readonly height: number }): TesseraError {
  return new TesseraError('SIZE_NOT_SUPPORTED', message, { details: { nearest } });
}
