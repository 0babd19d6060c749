// The table of operators the CPU lacks, held against ONNX Runtime itself: it must refuse every one of them.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type OnnxModel, writeOnnxModel } from '../../../../engine/onnx/onnx-writer.ts';
import { createOrtRuntime } from '../../../../engine/runtime/ort-runtime.ts';
import { checkOperatorsOnCpu, operatorsNotOnCpu } from '../../../../engine/runtime/provider-operators.ts';

const folder = mkdtempSync(join(tmpdir(), 'provider-operators-'));
afterAll(() => rmSync(folder, { recursive: true }));
const runtime = await createOrtRuntime();

interface Shape {
  readonly floats: readonly (readonly number[])[];
  readonly integers?: readonly (readonly number[])[];
  readonly attributes?: OnnxModel['nodes'][number]['attributes'];
}

const groups = { groups: { int: 2 }, activation: { int: 0 } };
const packed = [[1, 2], [2]];

/** Inputs every operator would accept, so that nothing but the missing implementation can be wrong. */
const shapes: Readonly<Record<string, Shape>> = {
  'com.microsoft::GroupNorm': { floats: [[1, 2, 2, 4], [4], [4]], attributes: groups },
  'com.microsoft::SkipGroupNorm': { floats: [[1, 2, 2, 4], [4], [4], [1, 2, 2, 4]], attributes: groups },
  'com.microsoft::NhwcConv': {
    floats: [
      [1, 2, 2, 4],
      [4, 1, 1, 4],
    ],
    attributes: { kernel_shape: { ints: [1, 1] } },
  },
  'com.microsoft::BiasSplitGelu': { floats: [[1, 2, 4], [4]] },
  'com.microsoft::BiasAdd': { floats: [[1, 2, 320], [320], [1, 2, 320]] },
  'com.microsoft::PackedAttention': {
    floats: [[2, 4], [4, 12], [12]],
    integers: packed,
    attributes: { num_heads: { int: 2 } },
  },
  'com.microsoft::PackedMultiHeadAttention': {
    floats: [[2, 4], [2, 4], [2, 4], [4]],
    integers: packed,
    attributes: { num_heads: { int: 2 } },
  },
};

function graphWith(operator: string): OnnxModel {
  const { floats = [], integers = [], attributes = {} } = shapes[operator] ?? {};
  const inputs = [
    ...floats.map((dims, index) => ({ name: `f${index}`, type: 'float32', dims }) as const),
    ...integers.map((dims, index) => ({ name: `i${index}`, type: 'int32', dims }) as const),
  ];
  const [domain, op] = operator.split('::') as [string, string];
  return {
    nodes: [{ op, domain, inputs: inputs.map((input) => input.name), outputs: ['c'], attributes }],
    domains: { 'com.microsoft': 1 },
    inputs,
    outputs: [{ name: 'c', type: 'float32', dims: [] }],
  };
}

test.each([...operatorsNotOnCpu.keys()])('ONNX Runtime has no CPU code for %s', async (operator) => {
  const path = join(folder, 'model.onnx');
  writeFileSync(path, writeOnnxModel(graphWith(operator)));
  await expect(runtime.open(path)).rejects.toMatchObject({
    code: 'MODEL_UNSUPPORTED',
    cause: { message: expect.stringContaining('Could not find an implementation for') },
  });
});

test('the refusal names the operator, what it was made for, and what works', () => {
  const check = () =>
    checkOperatorsOnCpu({ operators: ['::Conv', 'com.microsoft::GroupNorm'], label: 'unet/model.onnx' });
  expect(check).toThrow(
    'unet/model.onnx uses the operator GroupNorm, which the CPU cannot run. It was optimised for CUDA or DirectML. Use the plain float32 ONNX export of the same model.',
  );
});
