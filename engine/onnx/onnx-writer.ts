// Writes small ONNX models from plain objects: our own graphs and the tiny ones that tests run.
// Field numbers are those of onnx.proto: https://github.com/onnx/onnx/blob/v1.19.0/onnx/onnx.proto

import { Buffer } from 'node:buffer';
import { type OnnxElementType, onnxElementTypes } from './element-types.ts';
import { block, float, integer, text } from './protobuf-writer.ts';

/** An input or output of a graph; a dimension given as text is symbolic. */
export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxElementType;
  readonly dims: readonly (number | string)[];
}

/** A constant. `data` is written as it lies in memory, so its bytes must be those of `type`, little endian. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxElementType;
  readonly dims: readonly number[];
  readonly data: ArrayBufferView | { readonly location: string; readonly offset?: number; readonly length?: number };
}

/** ONNX tells integers from floats by declaration, which a JavaScript number cannot; so the kind is spelled out. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly tensor: OnnxTensor }
  | { readonly graph: OnnxGraph };

export interface OnnxNode {
  readonly op: string;
  /** An empty name leaves an optional input out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  readonly name?: string;
  /** '' is ONNX itself; 'com.microsoft' holds ONNX Runtime's own operators. */
  readonly domain?: string;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers?: readonly OnnxTensor[];
  readonly name?: string;
}

export interface OnnxModel extends OnnxGraph {
  /** Operator set of ONNX itself; 17 unless given. */
  readonly opset?: number;
  /** Further operator sets by domain; needed as soon as a node names a domain. */
  readonly domains?: Readonly<Record<string, number>>;
}

/** Intermediate representation 8 goes with operator sets 15 to 18; every runtime of the last years reads it. */
const irVersion = 8;
const defaultOpset = 17;
const externalData = 1;
const attributeKinds = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7 } as const;

/** Serialises a model; what it returns is the content of a .onnx file. */
export function writeOnnxModel(model: OnnxModel): Uint8Array {
  const opsets = Object.entries({ '': model.opset ?? defaultOpset, ...model.domains });
  return Buffer.concat([
    integer(1, irVersion),
    text(2, 'tessera'),
    block(7, graphBytes(model)),
    ...opsets.map(([domain, version]) => block(8, Buffer.concat([text(1, domain), integer(2, version)]))),
  ]);
}

function graphBytes(graph: OnnxGraph): Buffer {
  return Buffer.concat([
    ...graph.nodes.map((node) => block(1, nodeBytes(node))),
    text(2, graph.name ?? 'graph'),
    ...(graph.initializers ?? []).map((tensor) => block(5, tensorBytes(tensor))),
    ...graph.inputs.map((value) => block(11, valueBytes(value))),
    ...graph.outputs.map((value) => block(12, valueBytes(value))),
  ]);
}

function nodeBytes(node: OnnxNode): Buffer {
  return Buffer.concat([
    ...node.inputs.map((name) => text(1, name)),
    ...node.outputs.map((name) => text(2, name)),
    text(3, node.name ?? ''),
    text(4, node.op),
    ...Object.entries(node.attributes ?? {}).map(([name, value]) => block(5, attributeBytes(name, value))),
    ...(node.domain === undefined ? [] : [text(7, node.domain)]),
  ]);
}

function attributeBytes(name: string, value: OnnxAttribute): Buffer {
  const as = (kind: keyof typeof attributeKinds, fields: readonly Buffer[]) =>
    Buffer.concat([text(1, name), ...fields, integer(20, attributeKinds[kind])]);
  if ('int' in value) return as('int', [integer(3, value.int)]);
  if ('float' in value) return as('float', [float(2, value.float)]);
  if ('string' in value) return as('string', [text(4, value.string)]);
  if ('ints' in value)
    return as(
      'ints',
      value.ints.map((item) => integer(8, item)),
    );
  if ('floats' in value)
    return as(
      'floats',
      value.floats.map((item) => float(7, item)),
    );
  if ('tensor' in value) return as('tensor', [block(5, tensorBytes(value.tensor))]);
  return as('graph', [block(6, graphBytes(value.graph))]);
}

function tensorBytes(tensor: OnnxTensor): Buffer {
  const { data } = tensor;
  const content = ArrayBuffer.isView(data)
    ? [block(9, Buffer.from(data.buffer, data.byteOffset, data.byteLength))]
    : [
        ...Object.entries(data).map(([key, value]) => block(13, Buffer.concat([text(1, key), text(2, String(value))]))),
        integer(14, externalData),
      ];
  return Buffer.concat([
    ...tensor.dims.map((size) => integer(1, size)),
    integer(2, onnxElementTypes[tensor.type]),
    text(8, tensor.name),
    ...content,
  ]);
}

function valueBytes(value: OnnxValue): Buffer {
  const dims = value.dims.map((size) => block(1, typeof size === 'string' ? text(2, size) : integer(1, size)));
  const tensorType = Buffer.concat([integer(1, onnxElementTypes[value.type]), block(2, Buffer.concat(dims))]);
  return Buffer.concat([text(1, value.name), block(2, block(1, tensorType))]);
}
