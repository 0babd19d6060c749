// Fits a tensor to what a graph's input asks for, as long as no value changes: exporters disagree on types and ranks.

import { TesseraError } from '../../shared/errors.ts';
import { fromFloat16Bits, toFloat16Bits } from './float16.ts';
import type { Tensor, TensorInfo, TensorType } from './tensor-runtime.ts';

/**
 * Returns a tensor of the input's own type and rank, with data of its own.
 * @param input `dims` null when the graph leaves even the rank open
 * @throws MODEL_UNSUPPORTED when a value or a shape does not fit, INTERNAL when the tensor contradicts itself
 */
export function coerceFeed(options: {
  readonly feed: Tensor;
  readonly input: Omit<TensorInfo, 'dims'> & { readonly dims: TensorInfo['dims'] | null };
  readonly graph: string;
}): Tensor {
  const { feed, input, graph } = options;
  if (feed.dims.reduce((product, size) => product * size, 1) !== feed.data.length) {
    throw new TesseraError(
      'INTERNAL',
      `The tensor for ${input.name} has ${feed.data.length} values for a shape of [${feed.dims.join(', ')}].`,
    );
  }
  const dims = input.dims === null ? feed.dims : withRank(feed.dims, input.dims.length);
  if (dims === undefined || !fits(dims, input.dims ?? dims)) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      `${graph} takes ${input.name} only as [${input.dims?.join(', ')}] and was given [${feed.dims.join(', ')}]. Use an export with dynamic sizes, or ask for the size it was made for.`,
      { details: { graph, input: input.name, wanted: input.dims, given: feed.dims } },
    );
  }
  const data = convert(feed, input.type);
  if (data === undefined) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      `${graph} takes ${input.name} as ${input.type}, and what it was given as ${feed.type} does not fit into that.`,
      { details: { graph, input: input.name, wanted: input.type, given: feed.type } },
    );
  }
  return { type: input.type, dims, data };
}

/** Only dimensions of one may come and go, and only in front: [1] and a scalar, [1, 77] and [77]. */
function withRank(dims: readonly number[], rank: number): readonly number[] | undefined {
  if (dims.length < rank) return [...Array.from({ length: rank - dims.length }, () => 1), ...dims];
  const surplus = dims.length - rank;
  return dims.slice(0, surplus).every((size) => size === 1) ? dims.slice(surplus) : undefined;
}

function fits(dims: readonly number[], wanted: readonly (number | string)[]): boolean {
  // Zero and negative sizes are exporters' ways of saying "open".
  return wanted.every((size, axis) => typeof size === 'string' || size < 1 || size === dims[axis]);
}

function convert(feed: Tensor, type: TensorType): Tensor['data'] | undefined {
  if (feed.type === type) return feed.data.slice();
  if (feed.type === 'bool' || type === 'bool') return undefined;
  if (feed.data instanceof Float32Array && type === 'float16') return toFloat16Bits(feed.data);
  const values = feed.type === 'float16' ? fromFloat16Bits(feed.data as Uint16Array) : feed.data;
  if (type === 'float16') {
    const floats = toFloat32(values);
    return floats === undefined ? undefined : toFloat16Bits(floats);
  }
  if (type === 'float32') return toFloat32(values);
  if (type === 'int32') return toInt32(values);
  return toInt64(values);
}

function toFloat32(values: Tensor['data']): Float32Array | undefined {
  const floats = new Float32Array(values.length);
  for (let index = 0; index < floats.length; index += 1) {
    const value = Number(values[index]);
    floats[index] = value;
    if (floats[index] !== value && !Number.isNaN(value)) return undefined;
  }
  return floats;
}

function toInt32(values: Tensor['data']): Int32Array | undefined {
  const integers = new Int32Array(values.length);
  for (let index = 0; index < integers.length; index += 1) {
    integers[index] = Number(values[index]);
    if (integers[index] !== Number(values[index])) return undefined;
  }
  return integers;
}

function toInt64(values: Tensor['data']): BigInt64Array | undefined {
  const integers = new BigInt64Array(values.length);
  for (let index = 0; index < integers.length; index += 1) {
    const value = values[index] ?? 0;
    if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
    integers[index] = BigInt(value);
  }
  return integers;
}
