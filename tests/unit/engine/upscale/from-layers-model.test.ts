import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeOnnxModel } from '../../../../engine/onnx/onnx-writer.ts';
import { createOrtRuntime } from '../../../../engine/runtime/ort-runtime.ts';
import { fromLayersModel, LayersModel } from '../../../../engine/upscale/from-layers-model.ts';

const random = Float32Array.from({ length: 400 }, (_, at) => Math.sin(at * 12.9898) / 2);
const shapes = { a: [3, 3, 3, 4], b: [1, 1, 7, 12] };

function conv(name: string, from: string, kernel: number, filters: number, padding: 'same' | 'valid') {
  const config = { filters, kernel_size: [kernel, kernel], padding, activation: 'linear' };
  return { class_name: 'Conv2D', name, config, inbound_nodes: [[[from, 0, 0, {}]]] };
}

/** Two convolutions with a skip, a scaled sum, both ways to enlarge: every kind of layer once. */
function model(enlarging: object) {
  return LayersModel.parse({
    modelTopology: {
      model_config: {
        config: {
          layers: [
            { class_name: 'InputLayer', name: 'in', config: {}, inbound_nodes: [] },
            conv('a', 'in', 3, 4, 'same'),
            { class_name: 'Activation', name: 'r', config: { activation: 'relu' }, inbound_nodes: [[['a', 0, 0, {}]]] },
            {
              class_name: 'Concatenate',
              name: 'c',
              config: {},
              inbound_nodes: [
                [
                  ['r', 0, 0, {}],
                  ['in', 0, 0, {}],
                ],
              ],
            },
            conv('b', 'c', 1, 12, 'valid'),
            { class_name: 'MultiplyBeta', name: 'm', config: { beta: 0.2 }, inbound_nodes: [[['b', 0, 0, {}]]] },
            {
              class_name: 'Add',
              name: 's',
              config: {},
              inbound_nodes: [
                [
                  ['m', 0, 0, {}],
                  ['b', 0, 0, {}],
                ],
              ],
            },
            { name: 'out', inbound_nodes: [[['s', 0, 0, {}]]], ...enlarging },
          ],
          output_layers: [['out', 0, 0]],
        },
      },
    },
    weightsManifest: [
      {
        paths: ['w.bin'],
        weights: [
          { name: 'a/kernel', shape: shapes.a, dtype: 'float32' },
          { name: 'a/bias', shape: [4], dtype: 'float32' },
          { name: 'b/kernel', shape: shapes.b, dtype: 'float32' },
          { name: 'b/bias', shape: [12], dtype: 'float32' },
        ],
      },
    ],
  });
}

const weights = random.subarray(0, 108 + 4 + 84 + 12);
const side = 5;
const picture = Float32Array.from({ length: 3 * side * side }, (_, at) => Math.cos(at));

/** The same network written out pixel by pixel, in Keras' order of axes. @returns channel c of pixel (y, x) before it is enlarged */
function expectedAt(y: number, x: number, channel: number): number {
  const at = (cy: number, cx: number, c: number) =>
    cy < 0 || cx < 0 || cy >= side || cx >= side ? 0 : (picture[(c * side + cy) * side + cx] ?? 0);
  const features: number[] = [];
  for (let filter = 0; filter < 4; filter += 1) {
    let sum = weights[108 + filter] ?? 0;
    for (let ky = 0; ky < 3; ky += 1)
      for (let kx = 0; kx < 3; kx += 1)
        for (let c = 0; c < 3; c += 1)
          sum += at(y + ky - 1, x + kx - 1, c) * (weights[((ky * 3 + kx) * 3 + c) * 4 + filter] ?? 0);
    features.push(Math.max(sum, 0));
  }
  const joined = [...features, at(y, x, 0), at(y, x, 1), at(y, x, 2)];
  const base =
    (weights[196 + channel] ?? 0) + joined.reduce((sum, v, c) => sum + v * (weights[112 + c * 12 + channel] ?? 0), 0);
  return base * 1.2;
}

async function run(enlarging: object) {
  const bytes = new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength);
  const path = join(mkdtempSync(join(tmpdir(), 'layers-')), 'model.onnx');
  writeFileSync(path, writeOnnxModel(fromLayersModel(model(enlarging), bytes)));
  const session = await (await createOrtRuntime()).open(path);
  const { enlarged } = await session.run({ image: { type: 'float32', dims: [1, 3, side, side], data: picture } });
  await session.close();
  return { dims: enlarged?.dims, data: enlarged?.data as Float32Array };
}

describe('a network in the layers format', () => {
  test('computes the same as an ONNX graph, enlarged by repeating pixels', async () => {
    const { dims, data } = await run({
      class_name: 'UpSampling2D',
      config: { size: [2, 2], interpolation: 'nearest' },
    });
    expect(dims).toEqual([1, 12, 10, 10]);
    for (let y = 0; y < 10; y += 1)
      for (let x = 0; x < 10; x += 1)
        for (let c = 0; c < 12; c += 1)
          expect(data[(c * 10 + y) * 10 + x]).toBeCloseTo(expectedAt(y >> 1, x >> 1, c), 4);
  });

  test('and enlarged by unfolding channels', async () => {
    const { dims, data } = await run({ class_name: 'PixelShuffle2x', config: { scale: 2 } });
    expect(dims).toEqual([1, 3, 10, 10]);
    // Depth to space as TensorFlow orders it: the place within the block comes before the colour.
    for (let y = 0; y < 10; y += 1)
      for (let x = 0; x < 10; x += 1)
        for (let c = 0; c < 3; c += 1)
          expect(data[(c * 10 + y) * 10 + x]).toBeCloseTo(
            expectedAt(y >> 1, x >> 1, ((y & 1) * 2 + (x & 1)) * 3 + c),
            4,
          );
  });

  test('is refused when it holds a layer nobody wrote down here', () => {
    const enlarging = { class_name: 'Lambda', config: {} };
    expect(() => fromLayersModel(model(enlarging), new Uint8Array(weights.byteLength))).toThrow(/out \(Lambda\)/);
  });
});
