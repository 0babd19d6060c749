// Weights on the states of a text: what counts more is larger.

import type { Tensor } from '../runtime/tensor-runtime.ts';

/**
 * Scales each id's state and then all of them, so that their mean is what it was: a denoiser reads the mean as the
 * picture's general contrast. A1111 calls this emphasis "Original".
 * @param states f32[1, ids, width], not written to
 * @param weights one for each id
 */
export function emphasised(states: Tensor, weights: readonly number[]): Tensor {
  if (weights.every((weight) => weight === 1) || !(states.data instanceof Float32Array)) return states;
  const width = states.dims.at(-1) ?? 1;
  const before = meanOf(states.data);
  const data = states.data.map((value, at) => value * (weights[Math.floor(at / width)] ?? 1));
  const after = meanOf(data);
  // Nothing is left to restore where everything is weighed down to nothing.
  if (after === 0) return { ...states, data };
  const factor = before / after;
  return { ...states, data: data.map((value) => value * factor) };
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
