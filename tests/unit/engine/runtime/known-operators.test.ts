// That the operators and versions we let through are those the runtime knows: a graph of each is held out to it.

import { InferenceSession } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { type OnnxModel, writeOnnxModel } from '../../../../engine/onnx/onnx-writer.ts';
import { newestFormat, newestOpset, operatorsOnCpu } from '../../../../engine/runtime/known-operators.ts';
import { operatorsNotOnCpu } from '../../../../engine/runtime/provider-operators.ts';

const value = (name: string) => ({ name, type: 'float32', dims: [1] }) as const;
const plain: OnnxModel = {
  nodes: [{ op: 'Identity', inputs: ['a'], outputs: ['b'] }],
  inputs: [value('a')],
  outputs: [value('b')],
};

/** Why it cannot be opened; null when it can. */
async function faultOf(bytes: Uint8Array): Promise<string | null> {
  try {
    const session = await InferenceSession.create(bytes, { logSeverityLevel: 4 });
    await session.release();
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** Fed one number, most operators refuse to work; only those that are no operators are unknown. */
async function isKnown(operator: string): Promise<boolean> {
  const [domain = '', op = ''] = operator.split('::');
  const nodes = [{ op, inputs: ['a'], outputs: ['b'], ...(domain === '' ? {} : { domain }) }];
  const domains = domain === '' ? {} : { domains: { [domain]: domain === 'ai.onnx.ml' ? 5 : 1 } };
  // Some were given up on the way to the newest operator set.
  for (const opset of domain === '' ? [newestOpset, 9, 1] : [newestOpset]) {
    const fault = await faultOf(writeOnnxModel({ ...plain, opset, nodes, ...domains }));
    if (fault === null || !/No Op registered|not a registered function/.test(fault)) return true;
  }
  return false;
}

describe('what the runtime knows', () => {
  test('includes every operator that is let through', async () => {
    const unknown: string[] = [];
    for (const operator of operatorsOnCpu) if (!(await isKnown(operator))) unknown.push(operator);
    expect(unknown).toEqual([]);
    expect(operatorsOnCpu.size).toBeGreaterThan(300);
  });

  test('does not include an operator nobody heard of', async () => {
    expect(await isKnown('::Frobnicate')).toBe(false);
  });

  test('leaves out what only other providers run', () => {
    expect([...operatorsNotOnCpu.keys()].filter((operator) => operatorsOnCpu.has(operator))).toEqual([]);
  });

  test('ends with the newest operator set and format', async () => {
    const format = (version: number) => writeOnnxModel(plain).with(1, version);
    expect(await faultOf(writeOnnxModel({ ...plain, opset: newestOpset }))).toBeNull();
    expect(await faultOf(writeOnnxModel({ ...plain, opset: newestOpset + 1 }))).toContain('opset');
    expect(await faultOf(format(newestFormat))).toBeNull();
    expect(await faultOf(format(newestFormat + 1))).toContain('IR version');
  });
});
