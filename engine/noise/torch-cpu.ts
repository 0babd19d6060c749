// Normal noise equal to torch.manual_seed(seed) followed by torch.randn on the CPU in float32.
//
// G. E. P. Box and M. E. Muller, "A note on the generation of random normal deviates", 1958, laid out as torch does it
// (https://github.com/pytorch/pytorch/blob/v2.5.0/aten/src/ATen/native/cpu/DistributionTemplates.h, normal_fill):
//   u1, u2 -> firstUniform, secondUniform   r -> radius   theta -> angle
// Torch's AVX2 build approximates log, sin and cos by polynomials; the numbers differ from these by about 1e-6.

import { TesseraError } from '../../shared/errors.ts';
import { createMersenneTwister } from './mersenne-twister.ts';
import type { NoiseSource } from './noise-source.ts';

/** Torch takes its vectorised path, with another order of numbers, from this size on. */
const vectorThreshold = 16;
const blockSize = 16;
const halfBlock = blockSize / 2;

const float32 = Math.fround;

/**
 * @param seed any safe integer; torch's generator uses its low 32 bits
 * @throws INVALID_INPUT when the seed is not a safe integer
 */
export function createTorchCpuNoise(seed: number): NoiseSource {
  const nextUint32 = createMersenneTwister(seedWords(seed)[0]);
  /** The sine half of the last single draw, in double; torch keeps it in the generator between calls. */
  let spare: number | undefined;

  function uniformFloat(): number {
    return (nextUint32() & 0xffffff) / 2 ** 24;
  }

  function uniformDouble(): number {
    const high = nextUint32();
    const low = nextUint32();
    return ((high & 0x1fffff) * 2 ** 32 + low) / 2 ** 53;
  }

  function singleNormal(): number {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const firstUniform = uniformDouble();
    const secondUniform = uniformDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-secondUniform));
    const angle = 2 * Math.PI * firstUniform;
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  function fillUniform(target: Float32Array): void {
    for (let index = 0; index < target.length; index += 1) target[index] = uniformFloat();
  }

  return {
    normal(count) {
      const values = new Float32Array(count);
      if (count < vectorThreshold) {
        for (let index = 0; index < count; index += 1) values[index] = singleNormal();
        return values;
      }
      fillUniform(values);
      for (let start = 0; start + blockSize <= count; start += blockSize) {
        uniformBlockToNormal(values.subarray(start, start + blockSize));
      }
      if (count % blockSize !== 0) {
        // Torch redraws the whole last block, overlapping the one before it, instead of drawing a shorter one.
        const tail = values.subarray(count - blockSize);
        fillUniform(tail);
        uniformBlockToNormal(tail);
      }
      return values;
    },
  };
}

/**
 * The two halves of a seed's low 64 bits, low first.
 * @throws INVALID_INPUT when the seed is not a safe integer
 */
export function seedWords(seed: number): readonly [low: number, high: number] {
  if (!Number.isSafeInteger(seed)) {
    throw new TesseraError('INVALID_INPUT', `The seed ${seed} is not a whole number that Tessera can use.`, {
      details: { field: 'seed' },
    });
  }
  const bits = BigInt.asUintN(64, BigInt(seed));
  return [Number(bits & 0xffff_ffffn), Number(bits >> 32n)];
}

/** @param block f32[16] uniform in [0, 1), overwritten with normal numbers */
function uniformBlockToNormal(block: Float32Array): void {
  for (let index = 0; index < halfBlock; index += 1) {
    // The block has 16 numbers; both indices are below that. 1 - u keeps the logarithm away from zero.
    const firstUniform = float32(1 - block[index]!);
    const secondUniform = block[index + halfBlock]!;
    const radius = float32(Math.sqrt(float32(-2 * float32(Math.log(firstUniform)))));
    const angle = float32(2 * Math.PI * secondUniform);
    block[index] = radius * float32(Math.cos(angle));
    block[index + halfBlock] = radius * float32(Math.sin(angle));
  }
}
