// The denoiser as its paper writes it: every place against every place, loop by loop. Slow and plain on purpose.
// Kamb & Ganguli, arXiv:2412.20292; patches are edge-replicated, distances between places are Chebyshev distances.

export interface LocalScoreInput {
  /** f32[K, C, height, width] */
  readonly bank: Float32Array;
  readonly logPriors: readonly number[];
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly side: number;
  readonly window: number;
}

/** @param x f64[C, height, width], noisy at `sigma`; @returns the expected clean picture */
export function denoiseByDefinition(x: readonly number[], sigma: number, input: LocalScoreInput): number[] {
  const { bank, logPriors, channels, height, width, side, window } = input;
  const plane = height * width;
  const radius = (side - 1) / 2;
  const inside = (value: number, size: number) => Math.max(0, Math.min(size - 1, value));
  const at = (y: number, x: number) => inside(y, height) * width + inside(x, width);

  function patchDistance(k: number, [y, x1]: [number, number], [v, u]: [number, number]): number {
    let sum = 0;
    for (let c = 0; c < channels; c++) {
      for (let dy = -radius; dy <= radius; dy++) {
        for (let dx = -radius; dx <= radius; dx++) {
          const noisy = x[c * plane + at(y + dy, x1 + dx)] ?? 0;
          const clean = bank[(k * channels + c) * plane + at(v + dy, u + dx)] ?? 0;
          sum += (noisy - (1 - sigma) * clean) ** 2;
        }
      }
    }
    return sum;
  }

  const denoised = new Array<number>(channels * plane).fill(0);
  for (let y = 0; y < height; y++) {
    for (let x1 = 0; x1 < width; x1++) {
      const candidates: { k: number; place: number; logit: number }[] = [];
      for (let k = 0; k < logPriors.length; k++) {
        for (let v = 0; v < height; v++) {
          for (let u = 0; u < width; u++) {
            if (Math.max(Math.abs(v - y), Math.abs(u - x1)) > window) continue;
            const logit = -patchDistance(k, [y, x1], [v, u]) / (2 * sigma * sigma) + (logPriors[k] ?? 0);
            candidates.push({ k, place: v * width + u, logit });
          }
        }
      }
      const top = Math.max(...candidates.map(({ logit }) => logit));
      const total = candidates.reduce((sum, { logit }) => sum + Math.exp(logit - top), 0);
      for (const { k, place, logit } of candidates) {
        const weight = Math.exp(logit - top) / total;
        for (let c = 0; c < channels; c++) {
          const to = c * plane + y * width + x1;
          denoised[to] = (denoised[to] ?? 0) + weight * (bank[(k * channels + c) * plane + place] ?? 0);
        }
      }
    }
  }
  return denoised;
}
