// NumPy's .npy format, version 1.0: how latents leave the engine for people who compare numbers.

/** Magic, version and header length; NumPy pads so that the data begins at a multiple of 64. */
const preambleBytes = 10;
const alignment = 64;

/** A little-endian float32 array in C order. */
export function encodeNpy(data: Float32Array, dims: readonly number[]): Buffer {
  const shape = dims.length === 1 ? `${dims[0]},` : dims.join(', ');
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`;
  const unpadded = preambleBytes + dictionary.length + 1;
  const header = `${dictionary}${' '.repeat((alignment - (unpadded % alignment)) % alignment)}\n`;
  const file = Buffer.alloc(preambleBytes + header.length + data.length * 4);
  file.write('\x93NUMPY\x01\x00', 0, 'latin1');
  file.writeUInt16LE(header.length, 8);
  file.write(header, preambleBytes, 'latin1');
  const start = preambleBytes + header.length;
  for (const [index, value] of data.entries()) file.writeFloatLE(value, start + index * 4);
  return file;
}
