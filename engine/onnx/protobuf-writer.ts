// Protobuf's wire format: a tag of field number and wire type, then a varint, 4 bytes, or a length and that many bytes.

import { Buffer } from 'node:buffer';

export function integer(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

export function float(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint(field * 8 + 5), bytes]);
}

export function block(field: number, body: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(body.length), body]);
}

export function text(field: number, value: string): Buffer {
  return block(field, Buffer.from(value, 'utf8'));
}

export function varint(value: number): Buffer {
  // Negative integers travel as their 64-bit two's complement, which is how ONNX writes axis -1.
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}
