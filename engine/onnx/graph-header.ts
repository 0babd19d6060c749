// Reads what a .onnx file says of itself: inputs, outputs, operators, weights by size. Never the weights, never all of the file.
// Field numbers are those of onnx.proto: https://github.com/onnx/onnx/blob/v1.19.0/onnx/onnx.proto

import { TesseraError } from '../../shared/errors.ts';
import { elementTypeOf, type OnnxElementType } from './element-types.ts';
import { readTensor } from './graph-tensor.ts';
import { createWiring, type Wiring } from './graph-wiring.ts';
import { body, openProtobufFile, ProtobufError, type ProtobufField, type ProtobufFile } from './protobuf-reader.ts';

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
  /** Version of the file format itself. */
  readonly irVersion: number;
  /** Operator set version by domain; '' is ONNX itself. */
  readonly opsets: ReadonlyMap<string, number>;
  /** How often each operator is used, by `domain::name` ('::Conv' for ONNX's own), functions of the model left out. */
  readonly operators: ReadonlyMap<string, number>;
  readonly weights: {
    readonly count: number;
    readonly bytes: number;
    readonly largestBytes: number;
    /** Bytes stored as each type. */
    readonly types: ReadonlyMap<OnnxElementType, number>;
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
  readonly weightTypes: Map<OnnxElementType, number>;
  weightBytes: number;
  largestBytes: number;
  graphs: number;
  irVersion: number;
}

/**
 * @param label how messages name the file: its path below the model folder
 * @throws MODEL_CORRUPT when the file is cut off or no ONNX graph
 */
export function readGraphHeader(options: { readonly path: string; readonly label: string }): GraphHeader {
  const file = openProtobufFile(options.path, options.label);
  try {
    const header = readModel(file);
    if (file.hasChanged()) throw new ProtobufError('it changed while it was read');
    return header;
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
    weightTypes: new Map(),
    weightBytes: 0,
    largestBytes: 0,
    graphs: 0,
    irVersion: 0,
  };
  for (const field of file.fields(0, file.size)) {
    if (field.number === 1) seen.irVersion = field.value;
    if (field.number === 7) readGraph(file, body(field), seen, 0);
    if (field.number === 8) readOpset(file, body(field), seen);
    if (field.number === 25) readFunction(file, body(field), seen);
  }
  if (seen.graphs === 0 || seen.outputs.length === 0) throw new ProtobufError('it holds no graph');
  for (const name of seen.functions) seen.operators.delete(name);
  return {
    inputs: seen.inputs.filter((input) => !seen.weightNames.has(input.name)),
    outputs: seen.outputs,
    irVersion: seen.irVersion,
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

/** @returns the names it reads from around it */
function readGraph(file: ProtobufFile, graph: ProtobufField, seen: Seen, depth: number): ReadonlySet<string> {
  if (depth > maxDepth) throw new ProtobufError(`its graphs nest deeper than ${maxDepth} levels`);
  const wiring = createWiring();
  const outputs: GraphValue[] = [];
  for (const field of file.fields(graph.start, graph.end)) {
    if (field.number === 1) readNode(file, body(field), { seen, depth, wiring });
    if (field.number === 5) {
      const name = addTensor(file, body(field), seen);
      wiring.weight(name);
      if (depth === 0) seen.weightNames.add(name);
    }
    if (field.number === 15) wiring.weight(addSparseTensor(file, body(field), seen));
    // Inputs and outputs of inner graphs are nobody's business outside.
    if (field.number === 11) {
      const input = readValue(file, body(field));
      wiring.input(input.name);
      if (depth === 0) seen.inputs.push(input);
    }
    if (field.number === 12 && depth === 0) outputs.push(readValue(file, body(field)));
  }
  const free = wiring.close();
  if (depth > 0) return free;
  seen.graphs += 1;
  if (seen.graphs > 1) throw new ProtobufError('it holds two graphs');
  const [unmade] = [...free, ...outputs.map(({ name }) => name).filter((name) => !wiring.has(name))];
  if (unmade !== undefined) throw new ProtobufError(`nothing in it makes "${unmade.slice(0, 100)}"`);
  seen.outputs.push(...outputs);
  return free;
}

interface Place {
  readonly seen: Seen;
  readonly depth: number;
  readonly wiring: Wiring;
}

function readNode(file: ProtobufFile, node: ProtobufField, { seen, depth, wiring }: Place): void {
  let operator = '';
  let domain = '';
  const reads: string[] = [];
  const makes: string[] = [];
  for (const field of file.fields(node.start, node.end)) {
    if (field.number === 1) reads.push(file.text(body(field), maxNameBytes));
    if (field.number === 2) makes.push(file.text(body(field), maxNameBytes));
    if (field.number === 4) operator = file.text(body(field), maxNameBytes);
    if (field.number === 7) domain = file.text(body(field), maxNameBytes);
    // What a branch reads from around it, its node waits for.
    if (field.number === 5) for (const name of readAttribute(file, body(field), seen, depth)) reads.push(name);
  }
  wiring.node(reads, makes);
  const key = operatorKey(domain, operator);
  seen.operators.set(key, (seen.operators.get(key) ?? 0) + 1);
}

/** @returns the names its graphs read from around them */
function readAttribute(file: ProtobufFile, attribute: ProtobufField, seen: Seen, depth: number): string[] {
  const free: string[] = [];
  for (const field of file.fields(attribute.start, attribute.end)) {
    if (field.number === 5 || field.number === 10) addTensor(file, body(field), seen);
    if (field.number !== 6 && field.number !== 11) continue;
    for (const name of readGraph(file, body(field), seen, depth + 1)) free.push(name);
  }
  return free;
}

function readFunction(file: ProtobufFile, definition: ProtobufField, seen: Seen): void {
  let name = '';
  let domain = '';
  const wiring = createWiring();
  for (const field of file.fields(definition.start, definition.end)) {
    if (field.number === 1) name = file.text(body(field), maxNameBytes);
    if (field.number === 4) wiring.input(file.text(body(field), maxNameBytes));
    if (field.number === 10) domain = file.text(body(field), maxNameBytes);
    if (field.number === 7) readNode(file, body(field), { seen, depth: 1, wiring });
  }
  wiring.close();
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
function addTensor(file: ProtobufFile, field: ProtobufField, seen: Seen): string {
  const tensor = readTensor(file, field);
  if (tensor.type !== undefined) {
    seen.weightTypes.set(tensor.type, (seen.weightTypes.get(tensor.type) ?? 0) + tensor.bytes);
  }
  seen.weightBytes += tensor.bytes;
  seen.largestBytes = Math.max(seen.largestBytes, tensor.bytes);
  if (tensor.external !== null) {
    const known = seen.externalFiles.get(tensor.external.location) ?? 0;
    seen.externalFiles.set(tensor.external.location, Math.max(known, tensor.external.end));
  }
  return tensor.name;
}

/** Its values carry its name. */
function addSparseTensor(file: ProtobufFile, sparse: ProtobufField, seen: Seen): string {
  let name = '';
  for (const field of file.fields(sparse.start, sparse.end)) {
    if (field.number === 1) name = addTensor(file, body(field), seen);
    if (field.number === 2) addTensor(file, body(field), seen);
  }
  return name;
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
