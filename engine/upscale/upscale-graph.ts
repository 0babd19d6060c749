// One network of an upscaler: 8-bit pixels in, 8-bit pixels out, whatever layout, range and order of colours it wants.

import { basename } from 'node:path';
import { TesseraError } from '../../shared/errors.ts';
import { readGraphNodes } from '../onnx/graph-nodes.ts';
import type { Session, TensorInfo, TensorRuntime } from '../runtime/tensor-runtime.ts';
import { type Locality, localityOf } from './locality.ts';

/** u8[height, width, 3], RGB. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface Reading {
  readonly range: 1 | 255;
  readonly channels: 'rgb' | 'bgr';
}

export interface UpscaleGraph {
  /** The one length of side it takes, when it takes no other. */
  readonly fixedSide: number | null;
  /** null when it looks at more than a pixel's surroundings. */
  readonly locality: Locality | null;
  run(pixels: Pixels): Promise<Pixels>;
  /** The same network, fed another way. */
  as(reading: Reading): UpscaleGraph;
  close(): Promise<void>;
}

/** @throws MODEL_UNSUPPORTED when it is no network from one picture to one; as the runtime does */
export async function openUpscaleGraph(
  options: { readonly path: string; readonly runtime: TensorRuntime } & Reading,
): Promise<UpscaleGraph> {
  const { path, runtime, range, channels } = options;
  const session = await runtime.open(path);
  try {
    const layout = layoutOf(session, basename(path));
    const locality = localityOf(readGraphNodes(path), layout.input);
    return graphOf({ session, layout, locality, reading: { range, channels } });
  } catch (thrown) {
    await session.close();
    throw thrown;
  }
}

interface Layout {
  readonly input: string;
  readonly output: string;
  readonly planar: boolean;
  readonly fixedSide: number | null;
}

function layoutOf({ inputs, outputs }: Session, file: string): Layout {
  const [input] = inputs;
  const [output] = outputs;
  const planar = input?.dims[1] === 3;
  const isPicture = (info: TensorInfo | undefined) =>
    info !== undefined && info.dims.length === 4 && (info.type === 'float32' || info.type === 'float16');
  if (inputs.length !== 1 || outputs.length !== 1 || !isPicture(input) || !(planar || input?.dims[3] === 3)) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      `${file} cannot be used as an upscaler: it does not take one picture of three colours and give one. Networks of the Real-ESRGAN kind do.`,
      { details: { file } },
    );
  }
  const [high, wide] = planar ? input.dims.slice(2) : input.dims.slice(1, 3);
  const fixedSide = typeof high === 'number' && high > 0 && high === wide ? high : null;
  return { input: input.name, output: output?.name ?? '', planar, fixedSide };
}

function graphOf(parts: {
  readonly session: Session;
  readonly layout: Layout;
  readonly locality: Locality | null;
  readonly reading: Reading;
}): UpscaleGraph {
  const { session, layout, locality, reading } = parts;
  const { planar, input, output } = layout;
  return {
    fixedSide: layout.fixedSide,
    locality,
    as: (other) => graphOf({ ...parts, reading: other }),
    close: () => session.close(),
    async run({ data, width, height }) {
      const dims = planar ? [1, 3, height, width] : [1, height, width, 3];
      const values = toValues(data, { ...reading, planar });
      const given = (await session.run({ [input]: { type: 'float32', dims, data: values } }))[output];
      const [high, wide] = planar ? (given?.dims.slice(2) ?? []) : (given?.dims.slice(1, 3) ?? []);
      if (given === undefined || high === undefined || wide === undefined || !(given.data instanceof Float32Array)) {
        throw new TesseraError('MODEL_UNSUPPORTED', 'The upscaler gives no picture. Choose another upscaler.');
      }
      return { data: toPixels(given.data, { ...reading, planar }), width: wide, height: high };
    },
  };
}

/** Where channel c of pixel i lies in a tensor of `area` pixels. */
function place({ planar, channels }: { planar: boolean; channels: 'rgb' | 'bgr' }, area: number) {
  const order = channels === 'rgb' ? [0, 1, 2] : [2, 1, 0];
  const pixelStep = planar ? 1 : 3;
  const channelStep = planar ? area : 1;
  return { pixelStep, offsets: order.map((channel) => channel * channelStep) };
}

function toValues(data: Uint8Array, how: Reading & { planar: boolean }): Float32Array {
  const area = data.length / 3;
  const { pixelStep, offsets } = place(how, area);
  const values = new Float32Array(data.length);
  for (let pixel = 0; pixel < area; pixel += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      values[pixel * pixelStep + (offsets[channel] ?? 0)] = ((data[pixel * 3 + channel] ?? 0) / 255) * how.range;
    }
  }
  return values;
}

/** @throws NUMERIC_FAILURE for a value that is no number */
function toPixels(values: Float32Array, how: Reading & { planar: boolean }): Uint8Array {
  const area = values.length / 3;
  const { pixelStep, offsets } = place(how, area);
  const data = new Uint8Array(values.length);
  for (let pixel = 0; pixel < area; pixel += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const value = values[pixel * pixelStep + (offsets[channel] ?? 0)] ?? Number.NaN;
      if (Number.isNaN(value)) {
        throw new TesseraError(
          'NUMERIC_FAILURE',
          'The upscaler computed values that are no numbers. Try another upscaler.',
        );
      }
      data[pixel * 3 + channel] = Math.round(Math.min(Math.max(value / how.range, 0), 1) * 255);
    }
  }
  return data;
}
