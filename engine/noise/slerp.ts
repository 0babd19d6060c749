// Spherical interpolation between two noises, as A1111 blends a seed with its variation seed.
//
// K. Shoemake, "Animating rotation with quaternion curves", SIGGRAPH 1985:
//   u -> strength   p, q -> from, to   theta -> angle
// A1111 (https://github.com/AUTOMATIC1111/stable-diffusion-webui/blob/v1.10.1/modules/rng.py) blends one image's noise,
// [channels, height, width], and takes norms and angles along axis 1 of it. So every column of every channel is a
// vector of its own, `height` long, with its own angle. Blending the whole image as one vector gives other pictures.

import { TesseraError } from '../../shared/errors.ts';

/** The layout of one image's noise. */
export type NoiseShape = readonly [channels: number, height: number, width: number];

/** Above this mean cosine A1111 takes the noises for parallel and mixes them in a straight line. */
const parallelCosine = 0.9995;

/**
 * @param strength 0 is `from`, 1 is `to`
 * @param from f32[channels, height, width] of one image, read only
 * @param to as `from`
 * @param shape needed to agree with A1111; without it all numbers count as one single vector
 * @returns a new array, owned by the caller
 * @throws INTERNAL when the lengths disagree
 */
export function slerp(
  strength: number,
  from: Float32Array,
  to: Float32Array,
  shape: NoiseShape = [1, from.length, 1],
): Float32Array {
  const [channels, height, width] = shape;
  if (from.length !== to.length || from.length !== channels * height * width) {
    throw new TesseraError('INTERNAL', 'Two noises of different sizes cannot be blended.', {
      details: { from: from.length, to: to.length, shape },
    });
  }
  // A1111 does not blend at strength 0; without this line the crossed mix below would answer `to`.
  if (strength === 0) return from.slice();

  const cosines = columnCosines(from, to, shape);
  const meanCosine = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
  // A1111 has the two weights of the straight mix crossed. Kept, since seeds must mean the same picture here and there;
  // noises this close look alike anyway.
  if (meanCosine > parallelCosine) return from.map((value, index) => value * strength + to[index]! * (1 - strength));

  return from.map((value, index) => {
    const channel = Math.floor(index / (height * width));
    // One cosine was computed for each channel and column, and the lengths were checked above.
    const cosine = cosines[channel * width + (index % width)]!;
    const [fromWeight, toWeight] = arcWeights(strength, cosine);
    return value * fromWeight + to[index]! * toWeight;
  });
}

/** Cosine of the angle between the two noises in each column: [channels * width]. */
function columnCosines(from: Float32Array, to: Float32Array, [channels, height, width]: NoiseShape): Float64Array {
  const cosines = new Float64Array(channels * width);
  for (let column = 0; column < cosines.length; column += 1) {
    const start = Math.floor(column / width) * height * width + (column % width);
    let dot = 0;
    let fromSquares = 0;
    let toSquares = 0;
    for (let row = 0; row < height; row += 1) {
      // The caller checked that both arrays hold channels * height * width numbers.
      const a = from[start + row * width]!;
      const b = to[start + row * width]!;
      dot += a * b;
      fromSquares += a * a;
      toSquares += b * b;
    }
    cosines[column] = dot / Math.sqrt(fromSquares * toSquares);
  }
  return cosines;
}

function arcWeights(strength: number, cosine: number): readonly [number, number] {
  const angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
  const sine = Math.sin(angle);
  // Columns that are parallel, opposite or empty span no arc; A1111 gets NaN there, a straight mix keeps the picture
  // whole.
  if (!(sine > 1e-12)) return [1 - strength, strength];
  return [Math.sin((1 - strength) * angle) / sine, Math.sin(strength * angle) / sine];
}
