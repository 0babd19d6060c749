// Reads safetensors files: a JSON header that says where each tensor lies, then the tensors. https://github.com/huggingface/safetensors#format

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { TesseraError } from '../../shared/errors.ts';
import { fromFloat16Bits } from '../runtime/float16.ts';

/** The format's own limit. */
const headerBytesMax = 100 * 1024 * 1024;
const elementBytes = { F32: 4, F16: 2, BF16: 2, F64: 8 } as const;

const Entry = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()).max(8),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});

export interface SafetensorsFile {
  readonly names: readonly string[];
  /** What the writer noted about the file; {} when nothing. */
  readonly metadata: Readonly<Record<string, string>>;
  /** undefined for a name the file does not hold. */
  shape(name: string): readonly number[] | undefined;
  /** @throws MODEL_UNSUPPORTED for integers and 8-bit floats; MODEL_CORRUPT for a name that is not there */
  read(name: string): Float32Array;
  close(): void;
}

/** @throws FILE_NOT_FOUND, MODEL_CORRUPT */
export function openSafetensors(path: string): SafetensorsFile {
  const label = basename(path);
  const file = openToRead(path, label);
  try {
    const size = fstatSync(file).size;
    const headerBytes = size < 8 ? 0 : Number(readAt(file, 0, 8).readBigUInt64LE());
    if (headerBytes < 2 || headerBytes > headerBytesMax || headerBytes + 8 > size) {
      throw corrupt(label, 'it does not start like a safetensors file');
    }
    const { metadata, entries } = parseHeader(readAt(file, 8, headerBytes).toString('utf8'), label);
    const start = 8 + headerBytes;
    for (const [name, entry] of entries) assertWithin(name, entry, size - start, label);
    return {
      names: [...entries.keys()],
      metadata,
      shape: (name) => entries.get(name)?.shape,
      read(name) {
        const entry = entries.get(name);
        if (entry === undefined) throw corrupt(label, `it lacks ${name}`);
        const [from, to] = entry.data_offsets;
        return toFloats(readAt(file, start + from, to - from), entry.dtype);
      },
      close: () => closeSync(file),
    };
  } catch (thrown) {
    closeSync(file);
    throw thrown;
  }
}

function openToRead(path: string, label: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new TesseraError('FILE_NOT_FOUND', `${label} is not there, or may not be read. Check the path.`, {
      cause,
      details: { file: label },
    });
  }
}

function parseHeader(text: string, label: string) {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw corrupt(label, 'its header is no JSON', cause);
  }
  const { __metadata__: noted = {}, ...rest } = z.record(z.string(), z.unknown()).catch({}).parse(header);
  const tensors = z.record(z.string(), Entry).safeParse(rest);
  const metadata = z.record(z.string(), z.string()).safeParse(noted);
  if (!tensors.success) throw corrupt(label, 'its header does not say where its tensors lie', tensors.error);
  return { metadata: metadata.success ? metadata.data : {}, entries: new Map(Object.entries(tensors.data)) };
}

function assertWithin(name: string, entry: z.infer<typeof Entry>, bytes: number, label: string): void {
  const [from, to] = entry.data_offsets;
  const width = elementBytes[entry.dtype as keyof typeof elementBytes];
  if (width === undefined) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      `${label}: ${name} is stored as ${entry.dtype}. Tessera reads F32, F16, BF16 and F64; save the file in one of these.`,
      { details: { file: label } },
    );
  }
  const wanted = entry.shape.reduce((product, side) => product * side, width);
  if (to > bytes || to - from !== wanted) throw corrupt(label, `${name} does not lie within the file`);
}

function toFloats(bytes: Buffer, dtype: string): Float32Array {
  const { buffer } = Uint8Array.from(bytes);
  if (dtype === 'F32') return new Float32Array(buffer);
  if (dtype === 'F64') return Float32Array.from(new Float64Array(buffer));
  const halves = new Uint16Array(buffer);
  if (dtype === 'F16') return fromFloat16Bits(halves);
  // bfloat16 is the upper half of a float32.
  return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
}

function readAt(file: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const read = readSync(file, bytes, done, length - done, from + done);
    if (read === 0) break;
    done += read;
  }
  return bytes;
}

function corrupt(label: string, why: string, cause?: unknown): TesseraError {
  return new TesseraError('MODEL_CORRUPT', `${label} cannot be used: ${why}. Download the file again.`, {
    cause,
    details: { file: label },
  });
}
