// The fake studio's word on what a recipe would take: the same every time, and more than there is for large pictures.

import type { ModelId } from '../../shared/domain/ids.ts';
import type { Preflight } from '../../shared/domain/preflight.ts';

interface Asked {
  readonly width?: number;
  readonly height?: number;
  readonly steps?: number;
  readonly count?: number;
}

const gigabyte = 1024 ** 3;
const tiledFrom = 1024;

export function fakePreflight(model: ModelId, recipe: Asked): Preflight {
  const { width = 256, height = 256, steps = 24, count = 4 } = recipe;
  const isLarge = Math.max(width, height) >= tiledFrom;
  return {
    model,
    provider: 'cpu',
    width,
    height,
    steps,
    count,
    memory: { peakBytes: isLarge ? 3.4 * gigabyte : 0.5 * gigabyte, basis: 'learned', freeBytes: 8 * gigabyte },
    time: { seconds: (count * steps * width * height) / 2 ** 20, basis: isLarge ? 'similar' : 'measured', runs: 3 },
    notes: isLarge ? [{ code: 'WILL_TILE', message: 'Tiles of 512x512 pixels.', values: { pixels: '512' } }] : [],
  };
}
