// How models with several text encoders put what they say together: side by side, or one after the other.

import { TesseraError } from '../../shared/errors.ts';
import type { Tensor } from '../runtime/tensor-runtime.ts';

interface Floats extends Tensor {
  readonly data: Float32Array;
}

/**
 * Row by row side by side: [..., a] and [..., b] make [..., a + b].
 * @throws MODEL_UNSUPPORTED when they have different numbers of rows
 */
export function joinedWidths(left: Tensor, right: Tensor): Tensor {
  const [a, b] = [floats(left), floats(right)];
  const [leftWidth, rightWidth] = [a.dims.at(-1) ?? 0, b.dims.at(-1) ?? 0];
  const rows = a.dims.slice(0, -1).reduce((product, size) => product * size, 1);
  if (rows * rightWidth !== b.data.length) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      "The model's text encoders read prompts of different lengths. Export all of them again in one go.",
      { details: { left: left.dims, right: right.dims } },
    );
  }
  const width = leftWidth + rightWidth;
  const data = new Float32Array(rows * width);
  for (let row = 0; row < rows; row += 1) {
    data.set(a.data.subarray(row * leftWidth, (row + 1) * leftWidth), row * width);
    data.set(b.data.subarray(row * rightWidth, (row + 1) * rightWidth), row * width + leftWidth);
  }
  return { type: 'float32', dims: [...a.dims.slice(0, -1), width], data };
}

/** Zeros at the end of each row, up to `width`. */
export function widened(states: Tensor, width: number): Tensor {
  const missing = width - (states.dims.at(-1) ?? 0);
  if (missing === 0) return states;
  const dims = [...states.dims.slice(0, -1), missing];
  return joinedWidths(states, zeros(dims));
}

/** One text after the other: [1, a, width] and [1, b, width] make [1, a + b, width]. */
export function joinedLengths(first: Tensor, second: Tensor): Tensor {
  const [a, b] = [floats(first), floats(second)];
  const [, length = 0, width = 0] = a.dims;
  const data = new Float32Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { type: 'float32', dims: [1, length + b.data.length / width, width], data };
}

export function zeros(dims: readonly number[]): Tensor {
  return { type: 'float32', dims, data: new Float32Array(dims.reduce((product, size) => product * size, 1)) };
}

/** Sessions give float32 whatever the graph computes in; anything else is integers where states were due. */
function floats(tensor: Tensor): Floats {
  if (tensor.data instanceof Float32Array) return { ...tensor, data: tensor.data };
  throw new TesseraError(
    'MODEL_UNSUPPORTED',
    'A text encoder of this model answers with whole numbers. Export it again.',
  );
}
