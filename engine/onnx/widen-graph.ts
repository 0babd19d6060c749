// Rewrites a half-precision graph for single precision: its weights, its constants, and every type it names.
//
// Half precision ends at 65504; what overflows there has room here. All numbers of the file are widened, which changes none of
// them. The rewritten graph keeps its weights in a file of its own beside it.
// Field numbers are those of onnx.proto: https://github.com/onnx/onnx/blob/v1.19.0/onnx/onnx.proto

import { Buffer } from 'node:buffer';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fromFloat16Bits } from '../runtime/float16.ts';
import { onnxElementTypes } from './element-types.ts';
import { checkExternalFiles } from './external-files.ts';
import { readGraphHeader } from './graph-header.ts';
import { readTensor } from './graph-tensor.ts';
import { body, openProtobufFile, type ProtobufField, type ProtobufFile } from './protobuf-reader.ts';
import { block, integer, text, varint } from './protobuf-writer.ts';

export const widenedGraphName = 'model.onnx';
const weightsName = 'weights.bin';
const { float16: half, float32: single } = onnxElementTypes;
/** Attributes that name a type: of Cast, and of operators that make tensors. */
const typeAttributes: ReadonlySet<string> = new Set(['to', 'dtype']);
/** Shapes and single numbers stay in the graph, where the runtime looks for what it can compute beforehand. */
const leastOutsideBytes = 1024;
const maxNameBytes = 4096;
const empty = Buffer.alloc(0);

type Rewrite = (field: ProtobufField) => Buffer | null;

interface Copying {
  readonly file: ProtobufFile;
  /** Bytes of weights that lie in a file beside the graph. */
  readonly beside: (location: string, start: number, length: number) => Buffer;
  /** Appends to the new file of weights; answers where. */
  readonly store: (bytes: Buffer) => number;
}

/**
 * @param graph its absolute path
 * @param folder for the new graph and its weights
 * @throws MODEL_CORRUPT, MODEL_MISSING_FILE, MODEL_UNSAFE_PATH, DISK_FULL
 */
export function widenGraph(graph: string, folder: string): void {
  const label = `${basename(dirname(graph))}/${basename(graph)}`;
  // Refuses names that lead out of the folder, before anything is read by them.
  checkExternalFiles({ graphPath: graph, graphLabel: label, header: readGraphHeader({ path: graph, label }) });
  mkdirSync(folder, { recursive: true });
  const file = openProtobufFile(graph, label);
  const besides = new Map<string, ProtobufFile>();
  const weights = openSync(join(folder, weightsName), 'w');
  let end = 0;
  try {
    const copying: Copying = {
      file,
      beside(location, start, length) {
        const opened = besides.get(location) ?? openProtobufFile(join(dirname(graph), location), location);
        besides.set(location, opened);
        return opened.bytes(start, start + length);
      },
      store(bytes) {
        const at = end;
        for (let written = 0; written < bytes.length; ) written += writeSync(weights, bytes, written);
        end += bytes.length;
        return at;
      },
    };
    const model = rewritten(copying, { start: 0, end: file.size }, (field) => {
      if (field.number === 7) return block(7, graphOf(copying, body(field)));
      return field.number === 25 ? block(25, functionOf(copying, body(field))) : null;
    });
    writeFileSync(join(folder, widenedGraphName), model);
  } finally {
    closeSync(weights);
    file.close();
    for (const beside of besides.values()) beside.close();
  }
}

/** A message with some of its fields replaced; what `rewrite` has nothing for is copied byte by byte. */
function rewritten({ file }: Copying, at: { readonly start: number; readonly end: number }, rewrite: Rewrite): Buffer {
  const parts: Buffer[] = [];
  for (const field of file.fields(at.start, at.end)) parts.push(rewrite(field) ?? copied(file, field));
  return Buffer.concat(parts);
}

function copied(file: ProtobufFile, { number, wire, start, end }: ProtobufField): Buffer {
  const length = wire === 2 ? [varint(end - start)] : [];
  return Buffer.concat([varint(number * 8 + wire), ...length, file.bytes(start, end)]);
}

function graphOf(copying: Copying, graph: ProtobufField): Buffer {
  return rewritten(copying, graph, (field) => {
    if (field.number === 1) return block(1, nodeOf(copying, body(field)));
    if (field.number === 5) return block(5, tensorOf(copying, body(field)));
    if (field.number === 15) return block(15, sparseOf(copying, body(field)));
    return [11, 12, 13].includes(field.number) ? block(field.number, valueOf(copying, body(field))) : null;
  });
}

function functionOf(copying: Copying, definition: ProtobufField): Buffer {
  return rewritten(copying, definition, (field) =>
    field.number === 7 ? block(7, nodeOf(copying, body(field))) : null,
  );
}

function nodeOf(copying: Copying, node: ProtobufField): Buffer {
  return rewritten(copying, node, (field) => (field.number === 5 ? block(5, attributeOf(copying, body(field))) : null));
}

function attributeOf(copying: Copying, attribute: ProtobufField): Buffer {
  const { file } = copying;
  let name = '';
  for (const field of file.fields(attribute.start, attribute.end)) {
    if (field.number === 1) name = file.text(body(field), maxNameBytes);
  }
  return rewritten(copying, attribute, (field) => {
    const { number } = field;
    if (number === 3 && typeAttributes.has(name) && field.value === half) return integer(3, single);
    if (number === 5 || number === 10) return block(number, tensorOf(copying, body(field)));
    return number === 6 || number === 11 ? block(number, graphOf(copying, body(field))) : null;
  });
}

function sparseOf(copying: Copying, sparse: ProtobufField): Buffer {
  return rewritten(copying, sparse, (field) =>
    field.number === 1 || field.number === 2 ? block(field.number, tensorOf(copying, body(field))) : null,
  );
}

/** ValueInfo.type(2) -> Type.tensor_type(1) -> elem_type(1). */
function valueOf(copying: Copying, value: ProtobufField): Buffer {
  const tensorType: Rewrite = (field) => (field.number === 1 && field.value === half ? integer(1, single) : null);
  const type: Rewrite = (field) => (field.number === 1 ? block(1, rewritten(copying, body(field), tensorType)) : null);
  return rewritten(copying, value, (field) =>
    field.number === 2 ? block(2, rewritten(copying, body(field), type)) : null,
  );
}

/** The fields of a tensor that say its type, its numbers, or where they lie; all others are copied. */
const contentFields: ReadonlySet<number> = new Set([2, 5, 9, 13, 14]);

function tensorOf(copying: Copying, tensor: ProtobufField): Buffer {
  const { file } = copying;
  const { type, bytes, external } = readTensor(file, tensor);
  const isHalf = type === 'float16';
  let content = external === null ? null : copying.beside(external.location, external.end - bytes, bytes);
  for (const field of file.fields(tensor.start, tensor.end)) {
    if (field.number === 9) content = file.bytes(field.start, field.end);
    // Half-precision numbers that are not in one piece stand among the integers.
    if (field.number === 5 && isHalf) content = Buffer.concat([content ?? empty, halvesOf(file, field)]);
  }
  // Numbers that stand one by one, and are no halves, stay as they are.
  if (content === null) return file.bytes(tensor.start, tensor.end);
  const others = rewritten(copying, tensor, (field) => {
    if (field.number === 2) return integer(2, isHalf ? single : field.value);
    return contentFields.has(field.number) ? empty : null;
  });
  return Buffer.concat([others, ...stored(copying, isHalf ? widened(content) : content)]);
}

function stored({ store }: Copying, content: Buffer): Buffer[] {
  if (content.length < leastOutsideBytes) return [block(9, content)];
  const place = { location: weightsName, offset: store(content), length: content.length };
  const pairs = Object.entries(place).map(([key, value]) =>
    block(13, Buffer.concat([text(1, key), text(2, String(value))])),
  );
  return [...pairs, integer(14, 1)];
}

/** The bits of one number, or of all that are packed in a block, as two bytes each. */
function halvesOf(file: ProtobufFile, field: ProtobufField): Buffer {
  if (field.wire === 0) return bytesOf(Uint16Array.of(field.value));
  const bits: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of file.bytes(field.start, field.end)) {
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte >= 128) continue;
    bits.push(value);
    [value, scale] = [0, 1];
  }
  return bytesOf(Uint16Array.from(bits));
}

/** Numbers of any kind lie in an ONNX file as they lie in the memory of the machines that Tessera runs on: lowest byte first. */
function widened(halves: Buffer): Buffer {
  const aligned = Uint8Array.from(halves);
  return bytesOf(fromFloat16Bits(new Uint16Array(aligned.buffer)));
}

function bytesOf(values: Uint16Array | Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
