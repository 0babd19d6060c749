// The nodes of a graph in their order, with the attributes that decide how far a pixel reaches. For small graphs: all of it is kept.
// Field numbers are those of onnx.proto: https://github.com/onnx/onnx/blob/v1.19.0/onnx/onnx.proto

import { openProtobufFile, ProtobufError, type ProtobufField, type ProtobufFile } from './protobuf-reader.ts';

export interface GraphNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes that are an integer or a list of integers. */
  readonly integers: ReadonlyMap<string, readonly number[]>;
}

export interface GraphNodes {
  readonly nodes: readonly GraphNode[];
  /** Sizes of the weights by name. */
  readonly weights: ReadonlyMap<string, readonly number[]>;
}

const maxNameBytes = 4096;
/** The largest upscalers in use have a few thousand; more than this is no upscaler. */
const maxNodes = 50_000;

/** @throws ProtobufError for what is no ONNX graph, or one of more nodes than any upscaler has */
export function readGraphNodes(path: string): GraphNodes {
  const file = openProtobufFile(path);
  const nodes: GraphNode[] = [];
  const weights = new Map<string, readonly number[]>();
  try {
    for (const model of file.fields(0, file.size)) {
      if (model.number !== 7) continue;
      for (const field of file.fields(model.start, model.end)) {
        if (field.number === 1) nodes.push(readNode(file, field));
        if (field.number === 5) readSize(file, field, weights);
        if (nodes.length > maxNodes) throw new ProtobufError(`it has more than ${maxNodes} nodes`);
      }
    }
    return { nodes, weights };
  } finally {
    file.close();
  }
}

function readNode(file: ProtobufFile, node: ProtobufField): GraphNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const integers = new Map<string, readonly number[]>();
  let op = '';
  for (const field of file.fields(node.start, node.end)) {
    if (field.number === 1) inputs.push(file.text(field, maxNameBytes));
    if (field.number === 2) outputs.push(file.text(field, maxNameBytes));
    if (field.number === 4) op = file.text(field, maxNameBytes);
    if (field.number === 5) readIntegers(file, field, integers);
  }
  return { op, inputs, outputs, integers };
}

function readIntegers(file: ProtobufFile, attribute: ProtobufField, integers: Map<string, readonly number[]>): void {
  let name = '';
  const values: number[] = [];
  for (const field of file.fields(attribute.start, attribute.end)) {
    if (field.number === 1) name = file.text(field, maxNameBytes);
    if (field.number === 3) values.push(field.value);
    if (field.number === 8) values.push(...file.integers(field));
  }
  if (values.length > 0) integers.set(name, values);
}

function readSize(file: ProtobufFile, tensor: ProtobufField, weights: Map<string, readonly number[]>): void {
  let name = '';
  const dims: number[] = [];
  for (const field of file.fields(tensor.start, tensor.end)) {
    if (field.number === 1) dims.push(...file.integers(field));
    if (field.number === 8) name = file.text(field, maxNameBytes);
  }
  weights.set(name, dims);
}
