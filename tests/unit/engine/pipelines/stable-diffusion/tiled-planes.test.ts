// Tiles against the whole: plans that cover everything once, and autoencoders whose tiled picture is the untiled one.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createTorchCpuNoise } from '../../../../../engine/noise/torch-cpu.ts';
import { decodeLatents } from '../../../../../engine/pipelines/stable-diffusion/decode-latents.ts';
import { encodePicture } from '../../../../../engine/pipelines/stable-diffusion/encode-picture.ts';
import { planSpans } from '../../../../../engine/pipelines/stable-diffusion/tiled-planes.ts';
import { writeOnnxModel } from '../../../../../engine/onnx/onnx-writer.ts';
import { createOrtRuntime } from '../../../../../engine/runtime/ort-runtime.ts';
import { vaeDecoderGraph } from '../../../../fixtures/tiny-models/graphs.ts';

const runtime = await createOrtRuntime();
const scale = { vaeScaling: 0.18215, vaeShift: 0, latentStatistics: null };
const trained = join(import.meta.dirname, '../../../../conformance/models/sd1');

describe('a plan', () => {
  test.each([8, 16, 17, 31, 33, 64, 100, 127])('of a side of %i weighs every place once', (side) => {
    const spans = planSpans({ side, tile: 16, grain: 8 });
    const sums = new Float64Array(side * 8);
    for (const { start, weights } of spans) {
      expect(weights).toHaveLength(Math.min(side, 16) * 8);
      for (const [at, weight] of weights.entries()) sums[start + at] = (sums[start + at] ?? 0) + weight;
    }
    for (const sum of sums) expect(sum).toBeCloseTo(1, 5);
  });
});

function latentsOf(height: number, width: number) {
  const data = createTorchCpuNoise(5).normal(4 * height * width);
  return { data, dims: [4, height, width] as const };
}

function differences(left: Uint8Array, right: Uint8Array) {
  const all = Array.from(left, (value, at) => Math.abs(value - (right[at] ?? Number.NaN))).sort((a, b) => a - b);
  return { largest: all.at(-1) ?? 0, mean: all.reduce((sum, one) => sum + one, 0) / all.length };
}

describe('a tiled decoder', () => {
  test.each([
    [24, 40],
    [33, 17],
    [16, 50],
  ])('that only looks around itself draws %ix%i latents as if they were whole', async (height, width) => {
    const path = join(mkdtempSync(join(tmpdir(), 'tiles-')), 'decoder.onnx');
    writeFileSync(path, writeOnnxModel(vaeDecoderGraph({ seed: 3, flat: false })));
    const session = await runtime.open(path);
    const given = { session, latents: latentsOf(height, width), scale, size: { width: width * 8, height: height * 8 } };
    const whole = await decodeLatents(given);
    const tiled = await decodeLatents({ ...given, tile: 16 });
    // Sums of weights are rounded, so that a byte may fall to the other side.
    expect(differences(whole.data, tiled.data).largest).toBeLessThanOrEqual(1);
    await session.close();
  });

  test('with attention over the whole and norms of the whole shows no seam', async () => {
    const session = await runtime.open(join(trained, 'vae_decoder/model.onnx'));
    const given = { session, latents: latentsOf(64, 64), scale, size: { width: 512, height: 512 } };
    const whole = await decodeLatents(given);
    const tiled = await decodeLatents({ ...given, tile: 32 });
    const { largest, mean } = differences(whole.data, tiled.data);
    expect(mean).toBeLessThan(2);
    expect(largest).toBeLessThan(32);
    // A seam is a column over which the tiled picture jumps where the whole one does not.
    expect(steepestColumn(tiled.data)).toBeLessThan(steepestColumn(whole.data) * 1.02);
    await session.close();
  });
});

/** The largest mean step from one column of a picture of 512x512 to the next. */
function steepestColumn(data: Uint8Array): number {
  const sums = new Float64Array(511);
  for (let at = 0; at < data.length; at += 1) {
    const x = Math.floor(at / 3) % 512;
    if (x < 511) sums[x] = (sums[x] ?? 0) + Math.abs((data[at] ?? 0) - (data[at + 3] ?? 0));
  }
  return Math.max(...sums) / (512 * 3);
}

test('a tiled encoder gives nearly the same latents', async () => {
  const session = await runtime.open(join(trained, 'vae_encoder/model.onnx'));
  const size = { width: 512, height: 384 };
  const planes = createTorchCpuNoise(9)
    .normal(3 * size.width * size.height)
    .map((_, at) => {
      const [x, y] = [at % size.width, Math.floor(at / size.width)];
      return Math.sin(x / 37 + y / 23);
    });
  const given = { session, planes, size, dims: [4, 48, 64] as const, scale };
  const whole = await encodePicture({ ...given, noise: createTorchCpuNoise(1) });
  const tiled = await encodePicture({ ...given, noise: createTorchCpuNoise(1), tile: 32 });
  const length = (values: Float32Array) => Math.hypot(...values);
  expect(length(whole.map((value, at) => value - (tiled[at] ?? 0)))).toBeLessThan(length(whole) * 0.1);
  await session.close();
});
