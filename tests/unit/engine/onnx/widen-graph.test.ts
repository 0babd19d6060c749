// Half-precision graphs rewritten for single: what real ONNX Runtime computes with both.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readGraphHeader } from '../../../../engine/onnx/graph-header.ts';
import { type OnnxModel, type OnnxTensor, writeOnnxModel } from '../../../../engine/onnx/onnx-writer.ts';
import { block, integer, text, varint } from '../../../../engine/onnx/protobuf-writer.ts';
import { widenGraph } from '../../../../engine/onnx/widen-graph.ts';
import { toFloat16Bits } from '../../../../engine/runtime/float16.ts';
import { createOrtRuntime } from '../../../../engine/runtime/ort-runtime.ts';
import type { Tensor } from '../../../../engine/runtime/tensor-runtime.ts';
import { halfUnetGraph, overflowing, vaeDecoderGraph } from '../../../fixtures/tiny-models/graphs.ts';

const runtime = await createOrtRuntime();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'widen-'));
  mkdirSync(join(folder, 'half'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function widened(bytes: Uint8Array): string {
  const graph = join(folder, 'half', 'model.onnx');
  writeFileSync(graph, bytes);
  widenGraph(graph, join(folder, 'wide'));
  return join(folder, 'wide', 'model.onnx');
}

async function run(path: string, feeds: Record<string, Tensor>): Promise<Float32Array> {
  const session = await runtime.open(path);
  const answers = await session.run(feeds);
  await session.close();
  return Object.values(answers)[0]?.data as Float32Array;
}

function numbers(dims: readonly number[], scale = 1): Tensor {
  const count = dims.reduce((product, side) => product * side, 1);
  return { type: 'float32', dims, data: Float32Array.from({ length: count }, (_, at) => scale * Math.sin(at)) };
}

const halfUnet = halfUnetGraph();
const unetFeeds = {
  sample: numbers([1, 4, 8, 8]),
  timestep: numbers([1], 0),
  encoder_hidden_states: numbers([1, 77, 16]),
};

test('a widened denoiser takes and gives single precision, and computes the same but for rounding', async () => {
  const wide = widened(writeOnnxModel(halfUnet));
  const header = readGraphHeader({ path: wide, label: 'wide' });
  expect([...header.inputs, ...header.outputs].map(({ type }) => type)).toEqual(
    Array.from({ length: 4 }, () => 'float32'),
  );
  expect(header.weights.types.has('float16')).toBe(false);
  const [half, single] = [await run(join(folder, 'half/model.onnx'), unetFeeds), await run(wide, unetFeeds)];
  expect(single.length).toBe(half.length);
  expect(Math.max(...single.map((value, at) => Math.abs(value - (half[at] ?? 0))))).toBeLessThan(5e-3);
});

test.each([
  ['denoiser', halfUnet, unetFeeds],
  ['decoder', vaeDecoderGraph({ seed: 5, flat: false, io: 'float16' }), { latent_sample: numbers([1, 4, 8, 8]) }],
])('a %s that overflows in half precision does not in single', async (_, graph, feeds) => {
  const wide = widened(writeOnnxModel(overflowing(graph)));
  expect((await run(join(folder, 'half/model.onnx'), feeds)).every(Number.isFinite)).toBe(false);
  expect((await run(wide, feeds)).every(Number.isFinite)).toBe(true);
});

describe('weights', () => {
  const values = Float32Array.from({ length: 600 }, (_, at) => at / 8 - 30);
  const graphWith = (weight: OnnxTensor): OnnxModel => ({
    inputs: [{ name: 'x', type: 'float16', dims: [600] }],
    outputs: [{ name: 'y', type: 'float16', dims: [600] }],
    nodes: [{ op: 'Add', inputs: ['x', weight.name], outputs: ['y'] }],
    initializers: [weight],
  });
  const expectSum = async (path: string) => {
    const sum = await run(path, { x: numbers([600], 0) });
    expect([...sum]).toEqual([...values]);
  };

  test('that lie in a file of their own are read from there, at their offset', async () => {
    writeFileSync(
      join(folder, 'half', 'w.bin'),
      Buffer.concat([Buffer.alloc(64), Buffer.from(toFloat16Bits(values).buffer)]),
    );
    const data = { location: 'w.bin', offset: 64, length: 1200 };
    await expectSum(widened(writeOnnxModel(graphWith({ name: 'w', type: 'float16', dims: [600], data }))));
  });

  test('that stand number by number are read as they stand', async () => {
    const packed = block(5, Buffer.concat([...toFloat16Bits(values)].map((bits) => varint(bits))));
    const weight = Buffer.concat([integer(1, 600), integer(2, 10), text(8, 'w'), packed]);
    const add = Buffer.concat([text(1, 'x'), text(1, 'w'), text(2, 'y'), text(4, 'Add')]);
    const type = block(1, Buffer.concat([integer(1, 10), block(2, block(1, integer(1, 600)))]));
    const value = (name: string) => Buffer.concat([text(1, name), block(2, type)]);
    const graph = [block(1, add), text(2, 'graph'), block(5, weight), block(11, value('x')), block(12, value('y'))];
    await expectSum(widened(Buffer.concat([integer(1, 8), block(7, Buffer.concat(graph)), block(8, integer(2, 17))])));
  });

  test('of other types stay what they are', () => {
    const shape: OnnxTensor = {
      name: 's',
      type: 'int64',
      dims: [200],
      data: BigInt64Array.from({ length: 200 }, () => 3n),
    };
    const graph = graphWith({ name: 'w', type: 'float16', dims: [600], data: toFloat16Bits(values) });
    const wide = widened(writeOnnxModel({ ...graph, initializers: [...(graph.initializers ?? []), shape] }));
    const { types } = readGraphHeader({ path: wide, label: 'wide' }).weights;
    expect(Object.fromEntries(types)).toEqual({ float32: 2400, int64: 1600 });
  });
});
