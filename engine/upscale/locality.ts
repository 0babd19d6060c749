// How far, in pixels of the source, a pixel of the result can see: what tiles must overlap by to be exactly the whole.

import type { GraphNode, GraphNodes } from '../onnx/graph-nodes.ts';

interface Reach {
  /** Pixels of the source to each side. */
  readonly radius: number;
  /** Pixels of the source from one pixel of this tensor to the next. */
  readonly spacing: number;
}

/** Operators that give each pixel from the same pixel of every input. */
const pointwise: ReadonlySet<string> = new Set(
  'Relu LeakyRelu PRelu Elu Selu Gelu Sigmoid HardSigmoid HardSwish Tanh Clip Add Sub Mul Div Pow Sqrt Exp Neg Abs Min Max Concat Cast Identity BatchNormalization Dropout Where Softplus Mish'.split(
    ' ',
  ),
);

export interface Locality {
  /** Pixels of the source to each side; never too few. */
  readonly radius: number;
  /** The network folds this many pixels into one, so its sides and the places of its tiles must be multiples. */
  readonly multiple: number;
}

/** @returns null when an operator looks at the whole picture, or is not known here */
export function localityOf({ nodes, weights }: GraphNodes, input: string): Locality | null {
  const reaches = new Map<string, Reach>([[input, { radius: 0, spacing: 1 }]]);
  let radius = 0;
  let multiple = 1;
  for (const node of nodes) {
    // A node that takes nothing of the picture computes constants.
    const taken = node.inputs.flatMap((name) => reaches.get(name) ?? []);
    if (taken.length === 0) continue;
    const from = { radius: Math.max(...taken.map((r) => r.radius)), spacing: Math.max(...taken.map((r) => r.spacing)) };
    const reach = reachAfter(node, from, weights);
    if (reach === null) return null;
    for (const output of node.outputs) reaches.set(output, reach);
    radius = Math.max(radius, Math.ceil(reach.radius));
    multiple = Math.max(multiple, reach.spacing);
  }
  return { radius, multiple };
}

function reachAfter(node: GraphNode, from: Reach, weights: GraphNodes['weights']): Reach | null {
  const integers = (name: string) => node.integers.get(name);
  switch (node.op) {
    case 'Conv':
    case 'MaxPool':
    case 'AveragePool': {
      const kernel = integers('kernel_shape') ?? weights.get(node.inputs[1] ?? '')?.dims.slice(2);
      if (kernel === undefined) return null;
      const dilations = integers('dilations') ?? kernel.map(() => 1);
      const stride = Math.max(1, ...(integers('strides') ?? []));
      // The whole width rather than half of it where padding need not lie alike on both sides.
      const isEven = kernel.some((size) => size % 2 === 0);
      const spans = kernel.map((size, axis) => (size - 1) * (dilations[axis] ?? 1) * (isEven ? 1 : 0.5));
      return { radius: from.radius + Math.max(...spans) * from.spacing, spacing: from.spacing * stride };
    }
    case 'ConvTranspose': {
      const kernel = integers('kernel_shape') ?? weights.get(node.inputs[1] ?? '')?.dims.slice(2);
      // Counted at the spacing of its input, which is the wider one.
      return kernel === undefined ? null : { ...from, radius: from.radius + Math.max(...kernel) * from.spacing };
    }
    case 'SpaceToDepth': {
      const block = integers('blocksize')?.[0] ?? 1;
      return { radius: from.radius + (block - 1) * from.spacing, spacing: from.spacing * block };
    }
    case 'DepthToSpace':
      // What follows lies closer together than this says, so it reaches less far: an upper bound.
      return from;
    case 'Resize':
    case 'Upsample':
      // Two neighbours to each side, as much as the widest kernel (cubic) takes.
      return { ...from, radius: from.radius + 2 * from.spacing };
    default:
      return pointwise.has(node.op) ? from : null;
  }
}
