// Holds the place where the refiner takes over: node --test "training/challenger/*.test.ts"

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session, Tensor, TensorRuntime } from '../../engine/runtime/tensor-runtime.ts';
import { refiningRuntime } from './refining-runtime.ts';

function number(value: number): Tensor {
  return { type: 'float32', dims: [1], data: Float32Array.of(value) };
}

/** Every session answers with its path and what it was fed. */
function recording(): { readonly runtime: TensorRuntime; readonly runs: { path: string; feeds: Readonly<Record<string, Tensor>> }[] } {
  const runs: { path: string; feeds: Readonly<Record<string, Tensor>> }[] = [];
  const open = (path: string): Promise<Session> =>
    Promise.resolve({
      inputs: [],
      outputs: [],
      run: (feeds) => {
        runs.push({ path, feeds });
        return Promise.resolve({ denoised: number(0) });
      },
      close: () => Promise.resolve(),
    });
  return { runtime: { open, spent: { sessionMs: 0, sessionRuns: 0 }, versions: {}, providers: [] }, runs };
}

test('the sampler runs above the level and the refiner below it, with the noise it finds', async () => {
  const { runtime, runs } = recording();
  const refining = await refiningRuntime(runtime, { refiner: '/refiner.onnx', below: 0.1 });
  const session = await refining.open('/model/sampler/window-1.onnx');
  for (const signal of [0.5, 0.89, 0.9375]) await session.run({ sample: number(7), signal: number(signal) });
  assert.deepEqual(
    runs.map(({ path }) => path),
    ['/model/sampler/window-1.onnx', '/model/sampler/window-1.onnx', '/refiner.onnx'],
  );
  assert.deepEqual(runs[2]?.feeds, { sample: number(7), noise_level: number(0.0625) });
});

test('other graphs are left alone', async () => {
  const { runtime, runs } = recording();
  const refining = await refiningRuntime(runtime, { refiner: '/refiner.onnx', below: 1 });
  await (await refining.open('/model/vae_decoder/model.onnx')).run({ sample: number(1), signal: number(1) });
  assert.deepEqual(runs.map(({ path }) => path), ['/model/vae_decoder/model.onnx']);
});
