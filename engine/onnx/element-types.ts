// The element types an ONNX file may name, by their numbers in onnx.proto (TensorProto.DataType).

export const onnxElementTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
} as const;

export type OnnxElementType = keyof typeof onnxElementTypes;

const nameByNumber = new Map<number, OnnxElementType>(
  (Object.keys(onnxElementTypes) as OnnxElementType[]).map((name) => [onnxElementTypes[name], name]),
);

/** Types newer than this table (4-bit and 8-bit floats) come back as undefined. */
export function elementTypeOf(number: number): OnnxElementType | undefined {
  return nameByNumber.get(number);
}

const bitsByNumber: Readonly<Record<number, number>> = {
  1: 32,
  2: 8,
  3: 8,
  4: 16,
  5: 16,
  6: 32,
  7: 64,
  9: 8,
  10: 16,
  11: 64,
  12: 32,
  13: 64,
  14: 64,
  15: 128,
  16: 16,
  17: 8,
  18: 8,
  19: 8,
  20: 8,
  21: 4,
  22: 4,
  23: 4,
};

/** Size of one element in bits; 0 for strings and unknown types. */
export function elementBits(number: number): number {
  return bitsByNumber[number] ?? 0;
}
