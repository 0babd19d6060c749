// The graph of one denoising step over known pictures: the closed-form denoiser of the local score machine.
// Kamb & Ganguli, An analytic theory of creativity in convolutional diffusion models, section 4 (arXiv:2412.20292).
//
//   symbol in the paper's terms                          here
//   x_s, the noisy picture                               sample          f32[1, C, H, W]
//   z_k, the known pictures, k = 1..K                    reach, values   the same latents, padded two ways
//   1 - s                                                signal
//   P_l, the patch around place l                        box_rows, box_columns: sums over a patch, as matrices
//   || P_l(x) - (1-s) P_l'(z_k) ||^2                     distance
//   -1 / (2 s^2)                                         sharpness
//   log prior_k, and -inf where l' leaves the picture    bias            f32[offsets * K, H, W]
//
// l' runs over the (2w+1)^2 places around l only, so candidates are shifted copies of the bank and no [HW, K HW] matrix
// ever exists. A squared patch distance is a box sum of squared differences: two products with banded matrices, whose
// cost does not depend on the side of the patch, and whose content carries side and edge rule into the graph as data.

import type { OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from '../../onnx/onnx-writer.ts';

/** Slice's way to say "to the end". */
const end = 2 ** 31 - 1;

/** @param window how far, in latent pixels, a patch may be looked for from its place */
export function samplerGraph(window: number): OnnxModel {
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [integers('channels', [1]), integers('candidates', [0])];
  if (window > 0) initializers.push(integers('plane', [2, 3]));

  function node(
    op: string,
    inputs: readonly string[],
    output: string,
    attributes: OnnxNode['attributes'] = {},
  ): string {
    nodes.push({ op, inputs, outputs: [output], attributes });
    return output;
  }

  const offsets = offsetsWithin(window);
  /** The part of a tensor padded by `window` that lies under the picture when shifted by an offset. */
  function shifted(tensor: string, index: number): string {
    return window === 0 ? tensor : node('Slice', [tensor, `from${index}`, `to${index}`, 'plane'], `${tensor}${index}`);
  }
  if (window > 0) {
    for (const [i, { dy, dx }] of offsets.entries()) {
      initializers.push(integers(`from${i}`, [window + dy, window + dx]));
      initializers.push(integers(`to${i}`, [dy === window ? end : dy - window, dx === window ? end : dx - window]));
    }
  }

  node('Gather', ['sample', 'row_index'], 'sample_rows', { axis: { int: 2 } });
  node('Gather', ['sample_rows', 'column_index'], 'padded', { axis: { int: 3 } });
  node('Mul', ['reach', 'signal'], 'scaled');
  const differences = offsets.map((_, i) => {
    const gap = node('Sub', [shifted('scaled', i), 'padded'], `gap${i}`);
    const squared = node('Mul', [gap, gap], `squared${i}`);
    return node('ReduceSum', [squared, 'channels'], `difference${i}`, { keepdims: { int: 0 } });
  });
  node('Concat', differences, 'difference', { axis: { int: 0 } });
  node('MatMul', ['box_rows', 'difference'], 'distance_rows');
  node('MatMul', ['distance_rows', 'box_columns'], 'distance');
  node('Mul', ['distance', 'sharpness'], 'likelihood');
  node('Add', ['likelihood', 'bias'], 'logits');
  node('Softmax', ['logits'], 'weights', { axis: { int: 0 } });

  const shares = offsets.map((_, i) => (window === 0 ? 'weights' : `weights${i}`));
  if (window > 0) nodes.push({ op: 'Split', inputs: ['weights'], outputs: shares, attributes: { axis: { int: 0 } } });
  const parts = shares.map((share, i) => {
    const spread = node('Unsqueeze', [share, 'channels'], `spread${i}`);
    const weighed = node('Mul', [spread, shifted('values', i)], `weighed${i}`);
    return node('ReduceSum', [weighed, 'candidates'], `part${i}`, { keepdims: { int: 1 } });
  });
  node('Sum', parts, 'denoised');

  return { nodes, initializers, inputs, outputs: [float('denoised', [1, 'C', 'H', 'W'])], name: `window-${window}` };
}

/** Every shift the graph looks at, in the order of its `bias` input: all K candidates of the first, then of the next. */
export function offsetsWithin(window: number): { readonly dy: number; readonly dx: number }[] {
  const reach = Array.from({ length: 2 * window + 1 }, (_, i) => i - window);
  return reach.flatMap((dy) => reach.map((dx) => ({ dy, dx })));
}

const inputs: readonly OnnxValue[] = [
  float('sample', [1, 'C', 'H', 'W']),
  float('reach', ['K', 'C', 'reach_height', 'reach_width']),
  float('values', ['K', 'C', 'values_height', 'values_width']),
  { name: 'row_index', type: 'int64', dims: ['padded_height'] },
  { name: 'column_index', type: 'int64', dims: ['padded_width'] },
  float('box_rows', ['H', 'padded_height']),
  float('box_columns', ['padded_width', 'W']),
  float('signal', []),
  float('sharpness', []),
  float('bias', ['candidates', 'H', 'W']),
];

function float(name: string, dims: readonly (number | string)[]): OnnxValue {
  return { name, type: 'float32', dims };
}

function integers(name: string, values: readonly number[]): OnnxTensor {
  return { name, type: 'int64', dims: [values.length], data: BigInt64Array.from(values, BigInt) };
}
