// Turns an upscaler in TensorFlow.js' layers format into an ONNX graph: the few layers that super-resolution networks are made of.
// Layers by their Keras names: https://github.com/tensorflow/tfjs/tree/tfjs-v4.22.0/tfjs-layers/src/layers

import { z } from 'zod';
import type { OnnxModel, OnnxNode, OnnxTensor } from '../onnx/onnx-writer.ts';

const Pair = z.tuple([z.int().positive(), z.int().positive()]);
const Layer = z.object({
  class_name: z.string(),
  name: z.string(),
  config: z.object({
    filters: z.int().positive().optional(),
    kernel_size: Pair.optional(),
    strides: Pair.optional(),
    dilation_rate: Pair.optional(),
    padding: z.enum(['same', 'valid']).optional(),
    activation: z.enum(['linear', 'relu']).optional(),
    size: Pair.optional(),
    interpolation: z.string().optional(),
    beta: z.number().optional(),
    scale: z.int().optional(),
  }),
  /** One call of the layer; each entry starts with the name of the layer it takes. */
  inbound_nodes: z.array(z.array(z.tuple([z.string()]).rest(z.unknown()))).max(1),
});

export const LayersModel = z.object({
  modelTopology: z.object({
    model_config: z.object({
      config: z.object({
        layers: z.array(Layer).min(2),
        output_layers: z.tuple([z.tuple([z.string()]).rest(z.unknown())]),
      }),
    }),
  }),
  weightsManifest: z.array(
    z.object({
      paths: z.array(z.string()),
      weights: z.array(z.object({ name: z.string(), shape: z.array(z.int().positive()), dtype: z.literal('float32') })),
    }),
  ),
});
type LayersModel = z.infer<typeof LayersModel>;
type Layer = z.infer<typeof Layer>;

interface Weight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * The graph takes `image` f32[1, 3, height, width] and gives `enlarged` f32[1, 3, factor * height, factor * width], in the range of
 * the network it came from.
 * @param bytes the shards of the weights, one behind the other in the order of the manifest
 */
export function fromLayersModel(model: LayersModel, bytes: Uint8Array): OnnxModel {
  const weights = readWeights(model, bytes);
  const { layers, output_layers } = model.modelTopology.model_config.config;
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  for (const layer of layers) {
    if (layer.class_name === 'InputLayer') continue;
    nodes.push(nodeOf(layer, { weights, initializers, renamed: renaming(layers, output_layers[0][0]) }));
  }
  return {
    name: 'upscaler',
    inputs: [{ name: 'image', type: 'float32', dims: [1, 3, 'height', 'width'] }],
    outputs: [{ name: 'enlarged', type: 'float32', dims: [1, 3, 'enlarged_height', 'enlarged_width'] }],
    nodes,
    initializers,
  };
}

function renaming(layers: readonly Layer[], output: string): (name: string) => string {
  const input = layers.find((layer) => layer.class_name === 'InputLayer')?.name;
  return (name) => (name === input ? 'image' : name === output ? 'enlarged' : name);
}

function readWeights(model: LayersModel, bytes: Uint8Array): ReadonlyMap<string, Weight> {
  const weights = new Map<string, Weight>();
  // A copy, because a view of floats must start at a multiple of four.
  const content = new Float32Array(bytes.slice().buffer);
  let at = 0;
  for (const { name, shape } of model.weightsManifest.flatMap((group) => group.weights)) {
    const length = shape.reduce((product, size) => product * size, 1);
    weights.set(name, { shape, data: content.subarray(at, at + length) });
    at += length;
  }
  if (at !== content.length) throw new Error(`the weights hold ${content.length} numbers, the manifest names ${at}`);
  return weights;
}

function nodeOf(
  layer: Layer,
  graph: {
    readonly weights: ReadonlyMap<string, Weight>;
    readonly initializers: OnnxTensor[];
    readonly renamed: (name: string) => string;
  },
): OnnxNode {
  const { config } = layer;
  const name = graph.renamed(layer.name);
  const inputs = layer.inbound_nodes.flatMap((call) => call.map(([from]) => graph.renamed(from)));
  const node = (op: string, rest: Partial<OnnxNode> = {}): OnnxNode => ({ op, inputs, outputs: [name], name, ...rest });
  const constant = (suffix: string, tensor: Pick<OnnxTensor, 'dims' | 'data'>): string => {
    graph.initializers.push({ name: `${name}/${suffix}`, type: 'float32', ...tensor });
    return `${name}/${suffix}`;
  };
  switch (layer.class_name) {
    case 'Conv2D': {
      const kernel = known(graph.weights.get(`${layer.name}/kernel`), layer);
      const bias = known(graph.weights.get(`${layer.name}/bias`), layer);
      const [high = 0, wide = 0, channels = 0, filters = 0] = kernel.shape;
      const parameters = [
        constant('kernel', { dims: [filters, channels, high, wide], data: channelsFirst(kernel) }),
        constant('bias', { dims: bias.shape, data: bias.data }),
      ];
      // With odd kernels and strides of one, "same" pads alike on both sides.
      const pad = config.padding === 'same' ? [(high - 1) / 2, (wide - 1) / 2] : [0, 0];
      if (config.activation !== 'linear') throw unknown(layer, 'an activation inside a convolution');
      return node('Conv', {
        inputs: [...inputs, ...parameters],
        attributes: { kernel_shape: { ints: [high, wide] }, pads: { ints: [...pad, ...pad] } },
      });
    }
    case 'Activation':
      if (config.activation !== 'relu') throw unknown(layer, `the activation ${config.activation}`);
      return node('Relu');
    case 'Concatenate':
      return node('Concat', { attributes: { axis: { int: 1 } } });
    case 'Add':
      return node('Add');
    case 'MultiplyBeta': {
      const beta = Float32Array.of(known(config.beta, layer));
      return node('Mul', { inputs: [...inputs, constant('beta', { dims: [], data: beta })] });
    }
    case 'UpSampling2D': {
      const [high, wide] = known(config.size, layer);
      if (config.interpolation !== 'nearest') throw unknown(layer, `the interpolation ${config.interpolation}`);
      const scales = constant('scales', { dims: [4], data: Float32Array.of(1, 1, high, wide) });
      return node('Resize', {
        inputs: [...inputs, '', scales],
        attributes: {
          mode: { string: 'nearest' },
          coordinate_transformation_mode: { string: 'asymmetric' },
          nearest_mode: { string: 'floor' },
        },
      });
    }
    case 'PixelShuffle2x':
    case 'PixelShuffle3x':
    case 'PixelShuffle4x':
    case 'PixelShuffle8x':
      return node('DepthToSpace', { attributes: { blocksize: { int: known(config.scale, layer) } } });
    default:
      throw unknown(layer, 'this kind of layer');
  }
}

/** Keras orders kernels height, width, input, output; ONNX output, input, height, width. */
function channelsFirst({ shape, data }: Weight): Float32Array {
  const [high = 0, wide = 0, channels = 0, filters = 0] = shape;
  const turned = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += 1) {
    const filter = at % filters;
    const channel = Math.floor(at / filters) % channels;
    const place = Math.floor(at / (filters * channels));
    turned[(filter * channels + channel) * high * wide + place] = data[at] ?? Number.NaN;
  }
  return turned;
}

function known<Value>(value: Value | undefined, layer: Layer): Value {
  if (value === undefined) throw unknown(layer, 'a layer without its parameters');
  return value;
}

function unknown({ name, class_name }: Layer, what: string): Error {
  return new Error(`layer ${name} (${class_name}): ${what} is not known here`);
}
