import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GraphNode } from '../../../../engine/onnx/graph-nodes.ts';
import { readGraphNodes } from '../../../../engine/onnx/graph-nodes.ts';
import { localityOf } from '../../../../engine/upscale/locality.ts';

const shipped = join(import.meta.dirname, '../../../../resources/upscalers/esrgan-slim/x2.onnx');

function chain(...steps: readonly [op: string, integers?: Record<string, number[]>][]) {
  const nodes = steps.map(
    ([op, integers = {}], place): GraphNode => ({
      op,
      name: '',
      inputs: [place === 0 ? 'image' : `t${place - 1}`],
      outputs: [`t${place}`],
      integers: new Map(Object.entries(integers)),
    }),
  );
  return localityOf({ nodes, weights: new Map() }, 'image');
}

describe('how far a network sees', () => {
  test('is the sum of its convolutions', () => {
    expect(chain(['Conv', { kernel_shape: [3, 3] }], ['Relu'], ['Conv', { kernel_shape: [5, 5] }])).toEqual({
      radius: 3,
      multiple: 1,
    });
  });

  test('grows with dilations, strides and folded pixels', () => {
    expect(chain(['Conv', { kernel_shape: [3, 3], dilations: [4, 4] }])?.radius).toBe(4);
    const strided = chain(['Conv', { kernel_shape: [3, 3], strides: [2, 2] }], ['Conv', { kernel_shape: [3, 3] }]);
    expect(strided).toEqual({ radius: 3, multiple: 2 });
    const folded = chain(['SpaceToDepth', { blocksize: [2] }], ['Conv', { kernel_shape: [3, 3] }]);
    expect(folded).toEqual({ radius: 3, multiple: 2 });
  });

  test('is unknown where an operator looks at everything', () => {
    expect(chain(['Conv', { kernel_shape: [3, 3] }], ['GlobalAveragePool'])).toBeNull();
  });

  test('is read from the file of the shipped network', () => {
    // Nine 3x3 and 5x5 convolutions in a row reach 9 + 1 pixels; two more for the neighbours an enlargement may take.
    expect(localityOf(readGraphNodes(shipped), 'image')).toEqual({ radius: 12, multiple: 1 });
  });
});
