// Reads what a .onnx file says of itself: inputs, outputs, operators, weights by size. Never the weights, never all of the file.
// Field numbers are those of onnx.proto: https://github.com/onnx/onnx/blob/v1.19.0/onnx/onnx.proto

import { TesseraError } from '../../shared/errors.ts';
import { elementBits, elementTypeOf, type OnnxElementType } from './element-types.ts';
import { openProtobufFile, ProtobufError, type ProtobufField, type ProtobufFile } from './protobuf-reader.ts';

export interface GraphValue {
  readonly name: string;
  /** undefined for a type this reader does not know, and for values that are no tensors. */
  readonly type: OnnxElementType | undefined;
  /** undefined when the graph leaves the shape open; '' is a dimension without a name. */
  readonly dims: readonly (number | string)[] | undefined;
}

export interface GraphHeader {
  /** Without those inputs that are really weights, as old exporters listed them. */
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /** Operator set version by domain; '' is ONNX itself. */
  readonly opsets: ReadonlyMap<string, number>;
  /** How often each operator is used, by `domain::name` ('::Conv' for ONNX's own), functions of the model left out. */
  readonly operators: ReadonlyMap<string, number>;
  readonly weights: {
    readonly count: number;
    readonly bytes: number;
    readonly largestBytes: number;
    readonly types: ReadonlySet<OnnxElementType>;
  };
  /** Files named for weights, with the bytes each must at least have. */
  readonly externalFiles: ReadonlyMap<string, number>;
}

const maxNameBytes = 4096;
/** Graphs nest in the branches of If and Loop; nobody nests them deeper than a few levels. */
const maxDepth = 16;

interface Seen {
  readonly inputs: GraphValue[];
  readonly outputs: GraphValue[];
  readonly opsets: Map<string, number>;
  readonly operators: Map<string, number>;
  readonly functions: Set<string>;
  readonly externalFiles: Map<string, number>;
  readonly weightNames: Set<string>;
  readonly weightTypes: Set<OnnxElementType>;
  weightBytes: number;
  largestBytes: number;
  graphs: number;
}

/**
 * @param label how messages name the file: its path below the model folder
 * @throws MODEL_CORRUPT when the file is cut off or no ONNX graph
 */
export function readGraphHeader(options: { readonly path: string; readonly label: string }): GraphHeader {
  const file = openProtobufFile(options.path);
  try {
    return readModel(file);
  } catch (thrown) {
    if (!(thrown instanceof ProtobufError)) throw thrown;
    throw new TesseraError(
      'MODEL_CORRUPT',
      `${options.label} is not a complete ONNX graph: ${thrown.message}. Download or copy the file again.`,
      { cause: thrown, details: { file: options.label } },
    );
  } finally {
    file.close();
  }
}

function readModel(file: ProtobufFile): GraphHeader {
  const seen: Seen = {
    inputs: [],
    outputs: [],
    opsets: new Map(),
    operators: new Map(),
    functions: new Set(),
    externalFiles: new Map(),
    weightNames: new Set(),
    weightTypes: new Set(),
    weightBytes: 0,
    largestBytes: 0,
    graphs: 0,
  };
  for (const field of file.fields(0, file.size)) {
    if (field.number === 7) readGraph(file, body(field), seen, 0);
    if (field.number === 8) readOpset(file, body(field), seen);
    if (field.number === 25) readFunction(file, body(field), seen);
  }
  if (seen.graphs === 0 || seen.outputs.length === 0) throw new ProtobufError('it holds no graph');
  for (const name of seen.functions) seen.operators.delete(name);
  return {
    inputs: seen.inputs.filter((input) => !seen.weightNames.has(input.name)),
    outputs: seen.outputs,
    opsets: seen.opsets,
    operators: seen.operators,
    weights: {
      count: seen.weightNames.size,
      bytes: seen.weightBytes,
      largestBytes: seen.largestBytes,
      types: seen.weightTypes,
    },
    externalFiles: seen.externalFiles,
  };
}

function readGraph(file: ProtobufFile, graph: ProtobufField, seen: Seen, depth: number): void {
  if (depth > maxDepth) throw new ProtobufError(`its graphs nest deeper than ${maxDepth} levels`);
  if (depth === 0) seen.graphs += 1;
  for (const field of file.fields(graph.start, graph.end)) {
    if (field.number === 1) readNode(file, body(field), seen, depth);
    if (field.number === 5) {
      const name = readTensor(file, body(field), seen);
      if (depth === 0) seen.weightNames.add(name);
    }
    if (field.number === 15) readSparseTensor(file, body(field), seen);
    // Inputs and outputs of inner graphs are nobody's business outside.
    if (field.number === 11 && depth === 0) seen.inputs.push(readValue(file, body(field)));
    if (field.number === 12 && depth === 0) seen.outputs.push(readValue(file, body(field)));
  }
}

function readNode(file: ProtobufFile, node: ProtobufField, seen: Seen, depth: number): void {
  let operator = '';
  let domain = '';
  for (const field of file.fields(node.start, node.end)) {
    if (field.number === 4) operator = file.text(body(field), maxNameBytes);
    if (field.number === 7) domain = file.text(body(field), maxNameBytes);
    if (field.number === 5) readAttribute(file, body(field), seen, depth);
  }
  const key = operatorKey(domain, operator);
  seen.operators.set(key, (seen.operators.get(key) ?? 0) + 1);
}

function readAttribute(file: ProtobufFile, attribute: ProtobufField, seen: Seen, depth: number): void {
  for (const field of file.fields(attribute.start, attribute.end)) {
    if (field.number === 5 || field.number === 10) readTensor(file, body(field), seen);
    if (field.number === 6 || field.number === 11) readGraph(file, body(field), seen, depth + 1);
  }
}

function readFunction(file: ProtobufFile, definition: ProtobufField, seen: Seen): void {
  let name = '';
  let domain = '';
  for (const field of file.fields(definition.start, definition.end)) {
    if (field.number === 1) name = file.text(body(field), maxNameBytes);
    if (field.number === 10) domain = file.text(body(field), maxNameBytes);
    if (field.number === 7) readNode(file, body(field), seen, 1);
  }
  seen.functions.add(operatorKey(domain, name));
}

function readOpset(file: ProtobufFile, opset: ProtobufField, seen: Seen): void {
  let domain = '';
  let version = 0;
  for (const field of file.fields(opset.start, opset.end)) {
    if (field.number === 1) domain = file.text(body(field), maxNameBytes);
    if (field.number === 2) version = field.value;
  }
  seen.opsets.set(domain === 'ai.onnx' ? '' : domain, version);
}

/** Adds what the tensor is to `seen` and returns its name. */
function readTensor(file: ProtobufFile, tensor: ProtobufField, seen: Seen): string {
  const dims: number[] = [];
  const external: Record<string, string> = {};
  let type = 0;
  let name = '';
  for (const field of file.fields(tensor.start, tensor.end)) {
    if (field.number === 1) dims.push(...file.integers(field));
    if (field.number === 2) type = field.value;
    if (field.number === 8) name = file.text(body(field), maxNameBytes);
    if (field.number === 13) Object.assign(external, readPair(file, body(field)));
  }
  const bytes = Math.ceil((dims.reduce((product, size) => product * Math.max(size, 0), 1) * elementBits(type)) / 8);
  const typeName = elementTypeOf(type);
  if (typeName !== undefined) seen.weightTypes.add(typeName);
  seen.weightBytes += bytes;
  seen.largestBytes = Math.max(seen.largestBytes, bytes);
  if (external['location'] !== undefined) {
    const end = Number(external['offset'] ?? 0) + Number(external['length'] ?? bytes);
    const known = seen.externalFiles.get(external['location']) ?? 0;
    seen.externalFiles.set(external['location'], Math.max(known, Number.isFinite(end) ? end : 0));
  }
  return name;
}

function readSparseTensor(file: ProtobufFile, sparse: ProtobufField, seen: Seen): void {
  for (const field of file.fields(sparse.start, sparse.end)) {
    if (field.number === 1 || field.number === 2) readTensor(file, body(field), seen);
  }
}

function readPair(file: ProtobufFile, pair: ProtobufField): Record<string, string> {
  let key = '';
  let value = '';
  for (const field of file.fields(pair.start, pair.end)) {
    if (field.number === 1) key = file.text(body(field), maxNameBytes);
    if (field.number === 2) value = file.text(body(field), maxNameBytes);
  }
  return { [key]: value };
}

/** ValueInfo.type(2) -> Type.tensor_type(1) -> elem_type(1), shape(2) -> dim(1) -> dim_value(1) or dim_param(2). */
function readValue(file: ProtobufFile, value: ProtobufField): GraphValue {
  let name = '';
  let type: OnnxElementType | undefined;
  let dims: (number | string)[] | undefined;
  for (const field of file.fields(value.start, value.end)) {
    if (field.number === 1) name = file.text(body(field), maxNameBytes);
    if (field.number !== 2) continue;
    for (const kind of file.fields(body(field).start, field.end)) {
      if (kind.number !== 1) continue;
      for (const part of file.fields(body(kind).start, kind.end)) {
        if (part.number === 1) type = elementTypeOf(part.value);
        if (part.number === 2)
          dims = [...file.fields(body(part).start, part.end)].map((dim) => readDim(file, body(dim)));
      }
    }
  }
  return { name, type, dims };
}

function readDim(file: ProtobufFile, dim: ProtobufField): number | string {
  let size: number | string = '';
  for (const field of file.fields(dim.start, dim.end)) {
    if (field.number === 1) size = field.value;
    if (field.number === 2) size = file.text(body(field), maxNameBytes);
  }
  return size;
}

function operatorKey(domain: string, name: string): string {
  return `${domain === 'ai.onnx' ? '' : domain}::${name}`;
}

/** A field that must hold a block does; anything else is not ONNX. */
function body(field: ProtobufField): ProtobufField {
  if (field.wire !== 2) throw new ProtobufError(`byte ${field.start} should start a block`);
  return field;
}
