// The adapter on real ONNX Runtime with graphs of a few bytes: coercion, refusals, and the codes behind its error texts.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { OnnxElementType } from '../../../../engine/onnx/element-types.ts';
import { type OnnxModel, writeOnnxModel } from '../../../../engine/onnx/onnx-writer.ts';
import { createOrtRuntime } from '../../../../engine/runtime/ort-runtime.ts';

const folder = mkdtempSync(join(tmpdir(), 'ort-runtime-'));
mkdirSync(join(folder, 'unet'));
afterAll(() => rmSync(folder, { recursive: true }));
const runtime = await createOrtRuntime();

/** c = a + a, with `a` as the graph declares it. */
function doubling(type: OnnxElementType, dims: readonly (number | string)[]): OnnxModel {
  return {
    nodes: [{ op: 'Add', inputs: ['a', 'a'], outputs: ['c'] }],
    inputs: [{ name: 'a', type, dims }],
    outputs: [{ name: 'c', type, dims }],
  };
}

function opened(model: OnnxModel) {
  const path = join(folder, 'unet', 'model.onnx');
  writeFileSync(path, writeOnnxModel(model));
  return runtime.open(path);
}

function floats(...values: number[]) {
  return { type: 'float32', dims: [values.length], data: new Float32Array(values) } as const;
}

describe('a session', () => {
  test('says what the graph takes and gives', async () => {
    const session = await opened(doubling('float32', ['batch', 3]));
    expect([session.inputs, session.outputs]).toEqual([
      [{ name: 'a', type: 'float32', dims: ['batch', 3] }],
      [{ name: 'c', type: 'float32', dims: ['batch', 3] }],
    ]);
  });

  test('feeds half precision and gives back single', async () => {
    const session = await opened(doubling('float16', ['n']));
    const { c } = await session.run({ a: floats(1, 0.5, -3) });
    expect(c).toEqual(floats(2, 1, -6));
  });

  test('turns whole numbers into the integers a graph wants', async () => {
    const wide = await (await opened(doubling('int64', ['n']))).run({ a: floats(1, 999) });
    const narrow = await (await opened(doubling('int32', ['n']))).run({ a: floats(1, 999) });
    expect([wide['c']?.data, narrow['c']?.data]).toEqual([new BigInt64Array([2n, 1998n]), new Int32Array([2, 1998])]);
  });

  test('makes a scalar of one value and one value of a scalar', async () => {
    const scalar = await (await opened(doubling('float32', []))).run({ a: floats(7) });
    const list = await (await opened(doubling('float32', [1]))).run({ a: { ...floats(7), dims: [] } });
    expect([scalar['c'], list['c']]).toEqual([{ ...floats(14), dims: [] }, floats(14)]);
  });

  test('computes with what it was fed at the time, whatever happens to the array after', async () => {
    const session = await opened(doubling('float32', ['n']));
    const fed = floats(1, 2);
    const running = session.run({ a: fed });
    fed.data.fill(100);
    expect((await running)['c']).toEqual(floats(2, 4));
  });

  test('finishes its run before it closes, closes twice without harm, and is not used after', async () => {
    const session = await opened(doubling('float32', ['n']));
    const running = session.run({ a: floats(1) });
    await Promise.all([session.close(), session.close()]);
    expect((await running)['c']).toEqual(floats(2));
    await expect(session.run({ a: floats(1) })).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  test('counts its runs and their time', async () => {
    const session = await opened(doubling('float32', ['n']));
    const before = { ...runtime.spent };
    await session.run({ a: floats(1) });
    expect(runtime.spent.sessionRuns).toBe(before.sessionRuns + 1);
    expect(runtime.spent.sessionMs).toBeGreaterThan(before.sessionMs);
  });
});

describe('a session refuses', () => {
  test.each([
    ['a name the graph lacks', { a: floats(1), b: floats(1) }, 'has no input b; it takes a'],
    ['a missing feed', {}, 'was not given its input a'],
    ['a shape that does not fit', { a: floats(1, 2, 3) }, 'takes a only as [2] and was given [3]'],
    ['a broken number for an integer', { a: floats(0.5, 1) }, 'takes a as int64'],
  ])('%s', async (_, feeds, sentence) => {
    const session = await opened(doubling('int64', [2]));
    const refusal = session.run(feeds);
    await expect(refusal).rejects.toMatchObject({ code: 'MODEL_UNSUPPORTED' });
    await expect(refusal).rejects.toThrow(`unet/model.onnx ${sentence}`);
  });

  test('sizes that only show inside the graph', async () => {
    const session = await opened({
      nodes: [{ op: 'MatMul', inputs: ['a', 'a'], outputs: ['c'] }],
      inputs: [{ name: 'a', type: 'float32', dims: ['n', 'm'] }],
      outputs: [{ name: 'c', type: 'float32', dims: ['n', 'm'] }],
    });
    const run = session.run({ a: { type: 'float32', dims: [2, 3], data: new Float32Array(6) } });
    await expect(run).rejects.toMatchObject({ code: 'MODEL_UNSUPPORTED' });
  });

  test('what there is no memory for', async () => {
    const session = await opened({
      nodes: [{ op: 'ConstantOfShape', inputs: ['shape'], outputs: ['c'] }],
      inputs: [{ name: 'shape', type: 'int64', dims: ['n'] }],
      outputs: [{ name: 'c', type: 'float32', dims: ['n'] }],
    });
    await expect(session.run({ shape: floats(1e13) })).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
  });
});

describe('a graph is not opened', () => {
  test('that is not there', async () => {
    await expect(runtime.open(join(folder, 'unet', 'none.onnx'))).rejects.toMatchObject({
      code: 'MODEL_MISSING_FILE',
      message: expect.stringContaining('unet/none.onnx'),
    });
  });

  test('that is cut off', async () => {
    const path = join(folder, 'unet', 'model.onnx');
    writeFileSync(path, writeOnnxModel(doubling('float32', ['n'])).subarray(0, 50));
    await expect(runtime.open(path)).rejects.toMatchObject({ code: 'MODEL_CORRUPT' });
  });

  test('that wants another element type', async () => {
    await expect(opened(doubling('float64', ['n']))).rejects.toMatchObject({ code: 'MODEL_UNSUPPORTED' });
    await expect(opened(doubling('bfloat16', ['n']))).rejects.toMatchObject({ code: 'MODEL_UNSUPPORTED' });
  });

  test('whose weights lie outside its folder', async () => {
    const weights = { name: 'b', type: 'float32', dims: [3], data: { location: '../b.bin' } } as const;
    await expect(opened({ ...doubling('float32', ['n']), initializers: [weights] })).rejects.toMatchObject({
      code: 'MODEL_UNSAFE_PATH',
    });
  });

  test('with an operator nobody knows, and the sentence names it but no path', async () => {
    const opening = opened({
      ...doubling('float32', ['n']),
      nodes: [{ op: 'Frobnicate', inputs: ['a'], outputs: ['c'] }],
    });
    await expect(opening).rejects.toMatchObject({
      code: 'MODEL_UNSUPPORTED',
      message: expect.stringMatching(/^unet\/model\.onnx uses the operator Frobnicate, which the CPU cannot run\./),
    });
    await expect(opening).rejects.not.toThrow(folder);
  });

  test('for a provider this build does not have', async () => {
    await expect(createOrtRuntime({ providers: ['nonsense'] })).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });
});
