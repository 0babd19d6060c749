// What the header reader tells of a graph, and that no file, however broken or hostile, gets past it.

import { mkdtempSync, rmSync, symlinkSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { checkExternalFiles, checkModelFile } from '../../../../engine/onnx/external-files.ts';
import { readGraphHeader } from '../../../../engine/onnx/graph-header.ts';
import { type OnnxModel, type OnnxTensor, writeOnnxModel } from '../../../../engine/onnx/onnx-writer.ts';
import { TesseraError } from '../../../../shared/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'graph-header-'));
afterAll(() => rmSync(folder, { recursive: true }));

const addition = {
  nodes: [{ op: 'Add', inputs: ['a', 'b'], outputs: ['c'] }],
  inputs: [{ name: 'a', type: 'float32', dims: ['batch', 3] }],
  outputs: [{ name: 'c', type: 'float32', dims: ['batch', 3] }],
  initializers: [{ name: 'b', type: 'float32', dims: [3], data: new Float32Array([1, 2, 3]) }],
} satisfies OnnxModel;

function written(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function headerOf(model: OnnxModel) {
  return readGraphHeader({ path: written('model.onnx', writeOnnxModel(model)), label: 'unet/model.onnx' });
}

function thrownBy(work: () => unknown): TesseraError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof TesseraError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

function withExternalWeights(data: Exclude<OnnxTensor['data'], ArrayBufferView>): OnnxModel {
  return { ...addition, initializers: [{ name: 'b', type: 'float32', dims: [3], data }] };
}

describe('the header of a graph', () => {
  test('names inputs, outputs, operators, operator sets and weights', () => {
    const header = headerOf({ ...addition, opset: 18, domains: { 'com.microsoft': 1 } });
    expect(header).toEqual({
      inputs: [{ name: 'a', type: 'float32', dims: ['batch', 3] }],
      outputs: [{ name: 'c', type: 'float32', dims: ['batch', 3] }],
      opsets: new Map([
        ['', 18],
        ['com.microsoft', 1],
      ]),
      irVersion: 8,
      operators: new Map([['::Add', 1]]),
      weights: { count: 1, bytes: 12, largestBytes: 12, types: new Map([['float32', 12]]) },
      externalFiles: new Map(),
    });
  });

  test('leaves out weights that are listed among the inputs', () => {
    const header = headerOf({ ...addition, inputs: [...addition.inputs, { name: 'b', type: 'float32', dims: [3] }] });
    expect(header.inputs.map((input) => input.name)).toEqual(['a']);
  });

  test('tells a scalar from a shape that is not given', () => {
    const header = headerOf({ ...addition, inputs: [{ name: 'a', type: 'int64', dims: [] }] });
    expect(header.inputs).toEqual([{ name: 'a', type: 'int64', dims: [] }]);
  });

  test('finds operators inside branches', () => {
    const branch = { nodes: [{ op: 'Neg', inputs: ['a'], outputs: ['d'] }], inputs: [], outputs: addition.outputs };
    const attributes = { then_branch: { graph: branch }, else_branch: { graph: branch } };
    const header = headerOf({ ...addition, nodes: [{ op: 'If', inputs: ['b'], outputs: ['c'], attributes }] });
    expect(header.operators).toEqual(
      new Map([
        ['::Neg', 2],
        ['::If', 1],
      ]),
    );
  });

  test('knows the files its weights lie in, and how far into them', () => {
    const data = { location: 'b.bin', offset: 1e9, length: 12 };
    expect(headerOf(withExternalWeights(data)).externalFiles).toEqual(new Map([['b.bin', 1e9 + 12]]));
  });

  test('is read without what it does not need: four gigabytes of it take no time', () => {
    const skipped = 4_000_000_000;
    // Field 15 of a model is nothing we know: its tag, then its length as a varint.
    const tail = [0x7a, 0x80, 0xd0, 0xac, 0xf3, 0x0e];
    const bytes = new Uint8Array([...writeOnnxModel(addition), ...tail]);
    const path = written('large.onnx', bytes);
    truncateSync(path, bytes.length + skipped);
    const started = performance.now();
    expect(readGraphHeader({ path, label: 'x' }).outputs).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('a broken file', () => {
  test('is refused at whatever byte it was cut off', () => {
    const bytes = writeOnnxModel({ ...addition, domains: { 'com.microsoft': 1 } });
    const cuts = Array.from({ length: 60 }, (_, cut) => bytes.subarray(0, cut));
    const codes = cuts.map(
      (cut) => thrownBy(() => readGraphHeader({ path: written('cut.onnx', cut), label: 'x' })).code,
    );
    expect(new Set(codes)).toEqual(new Set(['MODEL_CORRUPT']));
  });

  test('says how much is missing', () => {
    const path = written('short.onnx', writeOnnxModel(addition));
    truncateSync(path, 70);
    const error = thrownBy(() => readGraphHeader({ path, label: 'unet/model.onnx' }));
    expect(error.message).toMatch(/^unet\/model\.onnx is not a complete ONNX graph: the file ends at byte 70/);
  });

  test('never does anything but be read or refused', () => {
    const bytes = writeOnnxModel(addition);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.uint8Array({ minLength: 1, maxLength: 12 }), (at, noise) => {
        const spoiled = bytes.slice();
        spoiled.set(noise.subarray(0, bytes.length - at), at);
        const path = written('spoiled.onnx', spoiled);
        try {
          readGraphHeader({ path, label: 'x' });
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'MODEL_CORRUPT' });
        }
      }),
    );
  });

  test('cannot make the reader recurse for ever', () => {
    let graph = { ...addition, initializers: [] as OnnxTensor[] } as OnnxModel;
    for (let depth = 0; depth < 20; depth += 1) {
      graph = { ...graph, nodes: [{ op: 'If', inputs: [], outputs: ['c'], attributes: { then_branch: { graph } } }] };
    }
    expect(thrownBy(() => headerOf(graph)).message).toContain('nest deeper than 16 levels');
  });
});

describe('files beside a graph', () => {
  function check(model: OnnxModel) {
    const path = written('model.onnx', writeOnnxModel(model));
    const header = readGraphHeader({ path, label: 'unet/model.onnx' });
    return checkExternalFiles({ graphPath: path, graphLabel: 'unet/model.onnx', header });
  }

  test('are found with their size', () => {
    written('weights.bin', new Uint8Array(12));
    expect(check(withExternalWeights({ location: 'weights.bin', offset: 0, length: 12 }))).toEqual([
      { path: join(folder, 'weights.bin'), label: 'unet/weights.bin', sizeBytes: 12 },
    ]);
  });

  test.each(['../secret.bin', '/etc/hostname', 'C:\\Windows\\win.ini', 'a/../../b', '..\\b', ''])(
    'may not be called %j',
    (location) => {
      expect(thrownBy(() => check(withExternalWeights({ location })))).toMatchObject({ code: 'MODEL_UNSAFE_PATH' });
    },
  );

  test('that are missing, too short or Git-LFS pointers are named', () => {
    written('short.bin', new Uint8Array(4));
    written(
      'pointer.bin',
      new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n'),
    );
    const errors = ['none.bin', 'short.bin', 'pointer.bin'].map((location) =>
      thrownBy(() => check(withExternalWeights({ location, offset: 0, length: 12 }))),
    );
    expect(errors.map((error) => [error.code, error.message.split(' ').slice(0, 5).join(' ')])).toEqual([
      ['MODEL_MISSING_FILE', 'The model has no unet/none.bin.'],
      ['MODEL_CORRUPT', 'unet/short.bin is cut off: it'],
      ['MODEL_LFS_POINTER', 'unet/pointer.bin is a Git-LFS pointer,'],
    ]);
  });

  test('may be links into the folder the graph is linked to, but not into another', () => {
    const snapshot = join(folder, 'snapshot');
    const blobs = join(folder, 'blobs');
    const elsewhere = join(folder, 'elsewhere');
    for (const made of [snapshot, blobs, elsewhere]) mkdirSync(made);
    const bytes = writeOnnxModel(withExternalWeights({ location: 'model.onnx_data', offset: 0, length: 12 }));
    writeFileSync(join(blobs, 'graph'), bytes);
    writeFileSync(join(blobs, 'data'), new Uint8Array(12));
    writeFileSync(join(elsewhere, 'data'), new Uint8Array(12));
    const graphPath = join(snapshot, 'model.onnx');
    symlinkSync(join(blobs, 'graph'), graphPath);
    const header = readGraphHeader({ path: graphPath, label: 'model.onnx' });
    const run = () => checkExternalFiles({ graphPath, graphLabel: 'model.onnx', header });
    symlinkSync(join(blobs, 'data'), join(snapshot, 'model.onnx_data'));
    expect(run()).toHaveLength(1);
    rmSync(join(snapshot, 'model.onnx_data'));
    symlinkSync(join(elsewhere, 'data'), join(snapshot, 'model.onnx_data'));
    expect(thrownBy(run)).toMatchObject({ code: 'MODEL_UNSAFE_PATH' });
  });

  test('a folder in place of a file is a missing file', () => {
    mkdirSync(join(folder, 'folder.onnx'));
    expect(thrownBy(() => checkModelFile(join(folder, 'folder.onnx'), 'folder.onnx')).code).toBe('MODEL_MISSING_FILE');
  });
});
