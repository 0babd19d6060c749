// IEEE 754 half precision as raw 16-bit words: JavaScript got a type for it only with Node 24, and Electron 33 has none.

/** Bits of the nearest half-precision numbers, ties to even; past 65504 they become infinite. */
export function toFloat16Bits(values: Float32Array): Uint16Array {
  const source = new Uint32Array(values.slice().buffer);
  const bits = new Uint16Array(values.length);
  for (let index = 0; index < source.length; index += 1) bits[index] = halfBits(source[index] ?? 0);
  return bits;
}

export function fromFloat16Bits(bits: Uint16Array): Float32Array {
  const values = new Float32Array(bits.length);
  for (let index = 0; index < bits.length; index += 1) values[index] = halfValue(bits[index] ?? 0);
  return values;
}

/** float32 is 1 sign, 8 exponent (bias 127), 23 fraction bits; float16 is 1, 5 (bias 15), 10. */
function halfBits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fff_ffff;
  if (magnitude > 0x7f80_0000) return sign | 0x7e00;
  // 65520 is half way between the largest half and what would follow it; from there on it rounds to infinity.
  if (magnitude >= 0x477f_f000) return sign | 0x7c00;
  if (magnitude >= 0x3880_0000) return sign | shiftToEven(magnitude - 0x3800_0000, 13);
  // Below 2^-14 halves have no leading one: shift it in by hand.
  const shift = 126 - (magnitude >>> 23);
  return shift > 24 ? sign : sign | shiftToEven((magnitude & 0x7f_ffff) | 0x80_0000, shift);
}

function shiftToEven(value: number, shift: number): number {
  const kept = value >>> shift;
  const lost = value & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return lost > half || (lost === half && kept % 2 === 1) ? kept + 1 : kept;
}

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (fraction + 1024) * 2 ** (exponent - 25);
}
