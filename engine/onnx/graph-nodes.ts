// The nodes of a graph in their order with their whole-numbered attributes, and where the weights lie that they take.
// Field numbers are those of onnx.proto: https://github.com/onnx/onnx/blob/v1.19.0/onnx/onnx.proto

import { elementTypeOf, type OnnxElementType } from './element-types.ts';
import { openProtobufFile, ProtobufError, type ProtobufField, type ProtobufFile } from './protobuf-reader.ts';

export interface GraphNode {
  readonly op: string;
  /** Exporters write the path of the module here. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes that are an integer or a list of integers. */
  readonly integers: ReadonlyMap<string, readonly number[]>;
}

export interface GraphWeight {
  readonly dims: readonly number[];
  /** undefined for a type this reader does not know. */
  readonly type: OnnxElementType | undefined;
  /** Where its bytes lie: in the graph's own file, or in one beside it; null when they are stored number by number. */
  readonly place: { readonly file: string | null; readonly start: number; readonly length: number } | null;
}

export interface GraphNodes {
  readonly nodes: readonly GraphNode[];
  readonly weights: ReadonlyMap<string, GraphWeight>;
}

const maxNameBytes = 4096;
/** The largest exports in use have some ten thousand. */
const maxNodes = 200_000;

/** @throws ProtobufError for what is no ONNX graph, or one of more nodes than any export has */
export function readGraphNodes(path: string): GraphNodes {
  const file = openProtobufFile(path);
  const nodes: GraphNode[] = [];
  const weights = new Map<string, GraphWeight>();
  try {
    for (const model of file.fields(0, file.size)) {
      if (model.number !== 7) continue;
      for (const field of file.fields(model.start, model.end)) {
        if (field.number === 1) nodes.push(readNode(file, field));
        if (field.number === 5) readWeight(file, field, weights);
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
  let name = '';
  for (const field of file.fields(node.start, node.end)) {
    if (field.number === 1) inputs.push(file.text(field, maxNameBytes));
    if (field.number === 2) outputs.push(file.text(field, maxNameBytes));
    if (field.number === 3) name = file.text(field, maxNameBytes);
    if (field.number === 4) op = file.text(field, maxNameBytes);
    if (field.number === 5) readIntegers(file, field, integers);
  }
  return { op, name, inputs, outputs, integers };
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

function readWeight(file: ProtobufFile, tensor: ProtobufField, weights: Map<string, GraphWeight>): void {
  let name = '';
  let type: OnnxElementType | undefined;
  let place: GraphWeight['place'] = null;
  const dims: number[] = [];
  const external = new Map<string, string>();
  for (const field of file.fields(tensor.start, tensor.end)) {
    if (field.number === 1) dims.push(...file.integers(field));
    if (field.number === 2) type = elementTypeOf(field.value);
    if (field.number === 8) name = file.text(field, maxNameBytes);
    if (field.number === 9) place = { file: null, start: field.start, length: field.end - field.start };
    if (field.number === 13) {
      const [key, value] = [...file.fields(field.start, field.end)].map((part) => file.text(part, maxNameBytes));
      external.set(key ?? '', value ?? '');
    }
  }
  const location = external.get('location');
  if (location !== undefined) {
    const start = Number(external.get('offset') ?? 0);
    place = { file: location, start, length: Number(external.get('length') ?? Number.NaN) };
  }
  weights.set(name, { dims, type, place });
}
