// What a denoiser says with and without the prompt, made one prediction.
//
// Classifier-free guidance: Ho and Salimans, "Classifier-Free Diffusion Guidance", 2022, https://arxiv.org/abs/2207.12598, eq. 6,
// with scale g = w + 1 as the field writes it: prediction = u + g (c - u).

import { TesseraError } from '../../../shared/errors.ts';

/** u + g (c - u), in float32 as the reference computes it. */
export function guided(unconditional: Float32Array, conditional: Float32Array, scale: number): Float32Array {
  return conditional.map((value, index) => {
    const base = unconditional[index] ?? 0;
    return base + Math.fround(scale * Math.fround(value - base));
  });
}

/**
 * The very prediction, when all of it are numbers.
 * @throws NUMERIC_FAILURE naming the graph
 */
export function finite(prediction: Float32Array, file: string): Float32Array {
  // One number that is none makes the sum none; the sum of finite float32 numbers cannot leave a double's range.
  let sum = 0;
  for (const value of prediction) sum += value;
  if (Number.isFinite(sum)) return prediction;
  throw new TesseraError(
    'NUMERIC_FAILURE',
    `${file} computed something that is not a number. Half-precision exports do this on some machines: use the float32 export of the model, or another scheduler.`,
    { details: { file } },
  );
}
