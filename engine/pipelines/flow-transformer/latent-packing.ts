// How Flux sees latents: two by two of them as one token, with its row and column told apart.

import type { Tensor } from '../../runtime/tensor-runtime.ts';

type Dims = readonly [channels: number, height: number, width: number];

/** @param latents f32[channels, height, width]; returns f32[1, height / 2 * width / 2, channels * 4], a copy */
export function packed(latents: Float32Array, dims: Dims): Tensor {
  const data = new Float32Array(latents.length);
  forEachLatent(dims, (place, packedPlace) => {
    data[packedPlace] = latents[place] ?? 0;
  });
  const [channels, height, width] = dims;
  return { type: 'float32', dims: [1, (height / 2) * (width / 2), channels * 4], data };
}

/** The way back. */
export function unpacked(tokens: Float32Array, dims: Dims): Float32Array {
  const latents = new Float32Array(tokens.length);
  forEachLatent(dims, (place, packedPlace) => {
    latents[place] = tokens[packedPlace] ?? 0;
  });
  return latents;
}

/** Places of picture tokens, [height / 2 * width / 2, 3]: nothing, row, column. */
export function pictureIds([, height, width]: Dims): Tensor {
  const [rows, columns] = [height / 2, width / 2];
  const data = new Float32Array(rows * columns * 3);
  for (let token = 0; token < rows * columns; token += 1) {
    data[token * 3 + 1] = Math.floor(token / columns);
    data[token * 3 + 2] = token % columns;
  }
  return { type: 'float32', dims: [rows * columns, 3], data };
}

/** Within a token the channel counts first, then the row and the column of the four. */
function forEachLatent([channels, height, width]: Dims, visit: (place: number, packedPlace: number) => void): void {
  const columns = width / 2;
  for (let channel = 0; channel < channels; channel += 1) {
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const token = Math.floor(row / 2) * columns + Math.floor(column / 2);
        const within = channel * 4 + (row % 2) * 2 + (column % 2);
        visit((channel * height + row) * width + column, token * channels * 4 + within);
      }
    }
  }
}
