// Walks protobuf fields of a file of any size through a small window: what is skipped is never read.

import { closeSync, fstatSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { openModelFile } from './open-file.ts';

/** One field; for wire type 2 `start` and `end` are the byte range of its body, otherwise `value` is set. */
export interface ProtobufField {
  readonly number: number;
  readonly wire: number;
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** A field that must hold a block does; anything else is not ONNX. */
export function body(field: ProtobufField): ProtobufField {
  if (field.wire !== 2) throw new ProtobufError(`byte ${field.start} should start a block`);
  return field;
}

/** The bytes are not protobuf, end too early, or want more work than any honest file does. */
export class ProtobufError extends Error {}

export interface ProtobufFile {
  readonly size: number;
  /** @throws ProtobufError */
  fields(start: number, end: number): Generator<ProtobufField>;
  /** @throws ProtobufError when longer than `maxBytes` */
  text(field: ProtobufField, maxBytes: number): string;
  /** A copy of what lies there, however long; it does not count as reading the graph. @throws ProtobufError */
  bytes(start: number, end: number): Buffer;
  /** Repeated integers come packed in one block or one field each; both are legal. */
  integers(field: ProtobufField): number[];
  /** Whether somebody wrote to it since it was opened. */
  hasChanged(): boolean;
  close(): void;
}

const windowBytes = 64 * 1024;
/** Stable-Diffusion graphs have some hundred thousand fields; a file that wants millions wants to keep us busy. */
const maxFields = 5_000_000;
const maxPackedIntegers = 1024;
/** The largest exports in use name their nodes and tensors with some four million bytes. */
const maxNameBytes = 64 * 1024 * 1024;
/** Every weight that is skipped costs a window; thousands of them are usual, and more than this is a disk kept busy. */
const maxBytesRead = 1024 * 1024 * 1024;

/**
 * @param label how messages name the file
 * @throws MODEL_MISSING_FILE, MODEL_CORRUPT for what is no file
 */
export function openProtobufFile(path: string, label: string = basename(path)): ProtobufFile {
  const { descriptor: file, stats } = openModelFile(path, label);
  const { size } = stats;
  const window = Buffer.alloc(Math.min(windowBytes, Math.max(size, 1)));
  let windowStart = 0;
  let windowLength = 0;
  let fieldsSeen = 0;
  let nameBytes = 0;
  let bytesRead = 0;

  function isInWindow(start: number, end: number): boolean {
    return start >= windowStart && end <= windowStart + windowLength;
  }

  function moveWindow(position: number): void {
    windowStart = position;
    windowLength = readSync(file, window, 0, window.length, position);
    bytesRead += windowLength;
    if (windowLength === 0) throw new ProtobufError(`the file ends at byte ${size}, in the middle of its content`);
    if (bytesRead > maxBytesRead) throw new ProtobufError('its content is strewn over too many places');
  }

  function byteAt(position: number): number {
    if (!isInWindow(position, position + 1)) moveWindow(position);
    return window[position - windowStart] ?? 0;
  }

  /** Numbers beyond 2^53 lose their last bits; as lengths they are refused anyway, as sizes nobody needs them exact. */
  function varintAt(position: number, end: number): { value: number; next: number } {
    let value = 0;
    let scale = 1;
    for (let offset = 0; offset < 10; offset += 1) {
      if (position + offset >= end) throw new ProtobufError(`a number at byte ${position} has no end`);
      const byte = byteAt(position + offset);
      value += (byte & 127) * scale;
      if (byte < 128) return { value: offset === 9 ? signedAt(position) : value, next: position + offset + 1 };
      scale *= 128;
    }
    throw new ProtobufError(`a number at byte ${position} has no end`);
  }

  /** Negative numbers take all ten bytes, and a sum of doubles would round -1 to nothing. */
  function signedAt(position: number): number {
    let value = 0n;
    for (let offset = 9; offset >= 0; offset -= 1) value = value * 128n + BigInt(byteAt(position + offset) & 127);
    return Number(BigInt.asIntN(64, value));
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
      if (length === 0) return '';
      nameBytes += length;
      if (nameBytes > maxNameBytes) throw new ProtobufError(`it has more than ${maxNameBytes} bytes of names`);
      if (!isInWindow(field.start, field.end)) moveWindow(field.start);
      if (!isInWindow(field.start, field.end)) throw new ProtobufError(`a name at byte ${field.start} has no end`);
      const at = field.start - windowStart;
      return window.toString('utf8', at, at + length);
    },
    bytes(start, end) {
      if (isInWindow(start, end)) return Buffer.from(window.subarray(start - windowStart, end - windowStart));
      const copy = Buffer.alloc(end - start);
      if (readSync(file, copy, 0, copy.length, start) === copy.length) return copy;
      throw new ProtobufError(`the file ends at byte ${size}; its content goes on to byte ${end}`);
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
    hasChanged() {
      const now = fstatSync(file);
      return now.size !== size || now.mtimeMs !== stats.mtimeMs;
    },
    close: () => closeSync(file),
  };
}
