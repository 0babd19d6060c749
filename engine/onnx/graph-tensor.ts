// What one stored tensor of a graph says of itself: its type, its size, and the file it lies in; never its numbers.
// Field numbers are those of onnx.proto: https://github.com/onnx/onnx/blob/v1.19.0/onnx/onnx.proto

import { elementBits, elementTypeOf, type OnnxElementType } from './element-types.ts';
import { body, ProtobufError, type ProtobufField, type ProtobufFile } from './protobuf-reader.ts';

export interface StoredTensor {
  readonly name: string;
  /** undefined for a type this reader does not know. */
  readonly type: OnnxElementType | undefined;
  readonly bytes: number;
  /** The file beside the graph it lies in, and the bytes that file must at least have. */
  readonly external: { readonly location: string; readonly end: number } | null;
}

const maxNameBytes = 4096;
/** Convolutions have five; the runtime itself gives up long before this. */
const maxRank = 64;
/** Numbers may be stored one by one, by their kind: float, int32, string, int64, double, uint64. */
const numberFields: ReadonlySet<number> = new Set([4, 5, 6, 7, 10, 11]);
const kindOfStrings = 8;

/** @throws ProtobufError when its size cannot be, or is not that of what is stored */
export function readTensor(file: ProtobufFile, tensor: ProtobufField): StoredTensor {
  const dims: number[] = [];
  const pairs = new Map<string, string>();
  let kind = 0;
  let name = '';
  let raw: number | null = null;
  let numbersBytes = 0;
  let isOutside = false;
  for (const field of file.fields(tensor.start, tensor.end)) {
    if (field.number === 1) dims.push(...file.integers(field));
    if (dims.length > maxRank) throw new ProtobufError(`a tensor has more than ${maxRank} dimensions`);
    if (field.number === 2) kind = field.value;
    if (field.number === 8) name = file.text(body(field), maxNameBytes);
    if (field.number === 9) raw = body(field).end - field.start;
    if (numberFields.has(field.number)) numbersBytes += field.end - field.start;
    if (field.number === 13) pairs.set(...readPair(file, body(field)));
    if (field.number === 14) isOutside = field.value === 1;
  }
  const count = elementsOf(dims, name);
  const bytes = Math.ceil((count * elementBits(kind)) / 8);
  const location = pairs.get('location');
  if (location !== undefined) {
    const external = { location, end: endOf(pairs, { bytes, name }) };
    return { name, type: elementTypeOf(kind), bytes, external };
  }
  if (isOutside) throw wrong(name, 'lies in another file, and none is named');
  if (raw !== null && elementBits(kind) > 0 && raw !== bytes) {
    throw wrong(name, `has ${raw} bytes where its dimensions ask for ${bytes}`);
  }
  // One by one, even the smallest number takes a byte; two of four bits share one.
  const leastBytes = raw === null && kind !== kindOfStrings ? Math.floor(Math.min(count, bytes) / 2) : 0;
  if (numbersBytes < leastBytes) throw wrong(name, `has no room for the ${count} numbers that its dimensions ask for`);
  return { name, type: elementTypeOf(kind), bytes, external: null };
}

function elementsOf(dims: readonly number[], name: string): number {
  if (dims.some((size) => size < 0)) throw wrong(name, 'has a dimension below zero');
  const count = dims.reduce((product, size) => product * size, 1);
  if (!(count * 16 <= Number.MAX_SAFE_INTEGER)) throw wrong(name, 'has more numbers than any memory holds');
  return count;
}

/** Where the tensor's bytes end in its file; a length of nothing is read as none given, as the runtime does. */
function endOf(
  pairs: ReadonlyMap<string, string>,
  { bytes, name }: { readonly bytes: number; readonly name: string },
): number {
  const [offset, length] = ['offset', 'length'].map((key) => {
    const text = pairs.get(key) ?? '0';
    if (/^\d{1,15}$/.test(text)) return Number(text);
    throw wrong(name, `lies at an ${key} that is no number`);
  });
  if (length !== 0 && bytes !== 0 && length !== bytes) {
    throw wrong(name, `has ${length} bytes in its file where its dimensions ask for ${bytes}`);
  }
  return (offset ?? 0) + (length || bytes);
}

function readPair(file: ProtobufFile, pair: ProtobufField): [key: string, value: string] {
  let key = '';
  let value = '';
  for (const field of file.fields(pair.start, pair.end)) {
    if (field.number === 1) key = file.text(body(field), maxNameBytes);
    if (field.number === 2) value = file.text(body(field), maxNameBytes);
  }
  return [key, value];
}

function wrong(name: string, what: string): ProtobufError {
  return new ProtobufError(`its tensor "${name.slice(0, 100)}" ${what}`);
}
