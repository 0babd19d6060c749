// That a graph is refused when its nodes wait for one another, name a thing twice, or read what nothing makes.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readGraphHeader } from '../../../../engine/onnx/graph-header.ts';
import { createWiring } from '../../../../engine/onnx/graph-wiring.ts';
import { type OnnxModel, type OnnxNode, type OnnxTensor, writeOnnxModel } from '../../../../engine/onnx/onnx-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'graph-wiring-'));
afterAll(() => rmSync(folder, { recursive: true }));

const value = (name: string) => ({ name, type: 'float32', dims: [1] }) as const;
const weight = (change: Partial<OnnxTensor>): OnnxTensor => ({ ...value('w'), data: new Float32Array(1), ...change });
const identity = (from: string, to: string): OnnxNode => ({ op: 'Identity', inputs: [from], outputs: [to] });

function faultOf(change: Partial<OnnxModel>): string | null {
  const path = join(folder, 'model.onnx');
  const plain = { nodes: [identity('a', 'b')], inputs: [value('a')], outputs: [value('b')] };
  writeFileSync(path, writeOnnxModel({ ...plain, ...change }));
  try {
    readGraphHeader({ path, label: 'unet/model.onnx' });
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

describe('the nodes of a graph', () => {
  test('may stand in any order', () => {
    expect(faultOf({ nodes: [identity('c', 'b'), identity('a', 'c')] })).toBeNull();
  });

  test('may not wait for one another', () => {
    expect(faultOf({ nodes: [{ op: 'Add', inputs: ['a', 'c'], outputs: ['b'] }, identity('b', 'c')] })).toContain(
      'its nodes wait for one another in a circle',
    );
    expect(faultOf({ nodes: [identity('b', 'b')] })).toContain('in a circle');
  });

  test('may not wait for one another through a branch', () => {
    const branch = { nodes: [identity('b', 'd')], inputs: [], outputs: [value('d')] };
    const attributes = { then_branch: { graph: branch }, else_branch: { graph: branch } };
    expect(faultOf({ nodes: [{ op: 'If', inputs: ['a'], outputs: ['b'], attributes }] })).toContain('in a circle');
  });

  test('read only what something makes', () => {
    expect(faultOf({ nodes: [identity('z', 'b')] })).toContain('nothing in it makes "z"');
    expect(faultOf({ outputs: [value('b'), value('y')] })).toContain('nothing in it makes "y"');
  });

  test.each([
    ['inputs', { inputs: [value('a'), value('a')] }],
    ['weights', { initializers: [weight({}), weight({})] }],
    ['outputs', { nodes: [identity('a', 'b'), identity('a', 'b')] }],
    ['a weight and an output', { initializers: [weight({ name: 'b' })] }],
  ])('may not share a name: two %s', (_, change) => {
    expect(faultOf(change)).toMatch(/it gives the name "\w" twice/);
  });

  test('are refused exactly when some of them form a circle', () => {
    const arrows = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 14 });
    fc.assert(
      fc.property(arrows, (pairs) => {
        const wiring = createWiring();
        const feeders = (to: number) => pairs.filter((pair) => pair[1] === to).map(([from]) => from);
        for (let node = 0; node < 10; node += 1) wiring.node(feeders(node).map(String), [String(node)]);
        const reaches = (from: number, to: number, seen: ReadonlySet<number>): boolean =>
          feeders(to).some(
            (feeder) => feeder === from || (!seen.has(feeder) && reaches(from, feeder, new Set([...seen, feeder]))),
          );
        const hasCircle = pairs.some(([from]) => reaches(from, from, new Set()));
        if (hasCircle) expect(() => wiring.close()).toThrow('in a circle');
        else expect(wiring.close()).toEqual(new Set());
      }),
    );
  });
});

describe('the weights of a graph', () => {
  const outside = (data: { location: string; offset?: number; length?: number }) => ({
    initializers: [weight({ data })],
  });

  test.each([
    ['below zero', { initializers: [weight({ dims: [-1] })] }, 'has a dimension below zero'],
    ['beyond all memory', { initializers: [weight({ dims: [2 ** 40, 2 ** 40] })] }, 'more numbers than any memory'],
    ['of many dimensions', { initializers: [weight({ dims: Array.from({ length: 65 }, () => 1) })] }, 'more than 64'],
    ['shorter than they say', { initializers: [weight({ dims: [5] })] }, 'has 4 bytes where its dimensions ask for 20'],
    ['at a negative place', outside({ location: 'w', offset: -8 }), 'lies at an offset that is no number'],
    ['at no place', outside({ location: 'w', offset: Number.NaN }), 'lies at an offset that is no number'],
    ['of another length', outside({ location: 'w', length: 400 }), 'has 400 bytes in its file'],
  ])('may not be %s', (_, change, fault) => {
    expect(faultOf(change)).toContain(fault);
  });
});
