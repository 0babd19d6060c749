// Walks protobuf fields of a file of any size through a small window: what is skipped is never read.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** One field; for wire type 2 `start` and `end` are the byte range of its body, otherwise `value` is set. */
export interface ProtobufField {
  readonly number: number;
  readonly wire: number;
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** The bytes are not protobuf, end too early, or want more work than any honest file does. */
export class ProtobufError extends Error {}

export interface ProtobufFile {
  readonly size: number;
  /** @throws ProtobufError */
  fields(start: number, end: number): Generator<ProtobufField>;
  /** @throws ProtobufError when longer than `maxBytes` */
  text(field: ProtobufField, maxBytes: number): string;
  /** Repeated integers come packed in one block or one field each; both are legal. */
  integers(field: ProtobufField): number[];
  close(): void;
}

const windowBytes = 64 * 1024;
/** Stable-Diffusion graphs have some hundred thousand fields; a file that wants millions wants to keep us busy. */
const maxFields = 5_000_000;
const maxPackedIntegers = 1024;

export function openProtobufFile(path: string): ProtobufFile {
  const file = openSync(path, 'r');
  const size = fstatSync(file).size;
  const window = Buffer.alloc(Math.min(windowBytes, Math.max(size, 1)));
  let windowStart = 0;
  let windowLength = 0;
  let fieldsSeen = 0;

  function byteAt(position: number): number {
    if (position < windowStart || position >= windowStart + windowLength) {
      windowStart = position;
      windowLength = readSync(file, window, 0, window.length, position);
      if (windowLength === 0) throw new ProtobufError(`the file ends at byte ${size}, in the middle of its content`);
    }
    return window[position - windowStart] ?? 0;
  }

  /** Numbers past 2^53 lose their last bits; as lengths they are refused anyway, as sizes nobody needs them exact. */
  function varintAt(position: number, end: number): { value: number; next: number } {
    let value = 0;
    let scale = 1;
    for (let offset = 0; offset < 10; offset += 1) {
      if (position + offset >= end) throw new ProtobufError(`a number at byte ${position} has no end`);
      const byte = byteAt(position + offset);
      value += (byte & 127) * scale;
      if (byte < 128) return { value: value >= 2 ** 63 ? value - 2 ** 64 : value, next: position + offset + 1 };
      scale *= 128;
    }
    throw new ProtobufError(`a number at byte ${position} has no end`);
  }

  function* fields(start: number, end: number): Generator<ProtobufField> {
    if (end > size) throw new ProtobufError(`the file ends at byte ${size}; its content goes on to byte ${end}`);
    let position = start;
    while (position < end) {
      fieldsSeen += 1;
      if (fieldsSeen > maxFields) throw new ProtobufError(`it has more than ${maxFields} fields`);
      const tag = varintAt(position, end);
      const number = Math.floor(tag.value / 8);
      const wire = tag.value % 8;
      if (number < 1) throw new ProtobufError(`byte ${position} starts no field`);
      const body = bodyOf(wire, tag.next, end);
      if (body.end > end) {
        const cut = body.end > size ? `the file ends at byte ${size}; its content goes on to byte ${body.end}` : null;
        throw new ProtobufError(cut ?? `a field at byte ${position} is longer than what holds it`);
      }
      yield { number, wire, ...body };
      position = body.end;
    }
  }

  function bodyOf(wire: number, position: number, end: number): { value: number; start: number; end: number } {
    if (wire === 0) {
      const { value, next } = varintAt(position, end);
      return { value, start: position, end: next };
    }
    if (wire === 2) {
      const length = varintAt(position, end);
      if (length.value < 0) throw new ProtobufError(`a field at byte ${position} has no possible length`);
      return { value: 0, start: length.next, end: length.next + length.value };
    }
    if (wire === 1) return { value: 0, start: position, end: position + 8 };
    if (wire === 5) return { value: 0, start: position, end: position + 4 };
    throw new ProtobufError(`byte ${position} is of no known kind`);
  }

  return {
    size,
    fields,
    text(field, maxBytes) {
      const length = field.end - field.start;
      if (length > maxBytes) throw new ProtobufError(`a name at byte ${field.start} is ${length} bytes long`);
      const bytes = Buffer.alloc(length);
      readSync(file, bytes, 0, length, field.start);
      return bytes.toString('utf8');
    },
    integers(field) {
      if (field.wire === 0) return [field.value];
      const values: number[] = [];
      let position = field.start;
      while (position < field.end) {
        if (values.length === maxPackedIntegers) throw new ProtobufError(`a list at byte ${field.start} is too long`);
        const { value, next } = varintAt(position, field.end);
        values.push(value);
        position = next;
      }
      return values;
    },
    close: () => closeSync(file),
  };
}
