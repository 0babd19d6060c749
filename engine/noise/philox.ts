// Normal noise equal to torch.manual_seed(seed) followed by torch.randn on an NVIDIA card in float32, as A1111's `NV` has it.
//
// J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011, Philox4x32-10:
//   R, L -> the four words of the counter   k -> key   M -> multipliers   W (Weyl sequence) -> keySteps
// How torch and A1111 use it: number i of draw n is made from the counter [n, 0, i, 0] under the seed as key, by the sine
// half of G. E. P. Box and M. E. Muller's method over the first two words.
// (https://github.com/AUTOMATIC1111/stable-diffusion-webui/blob/v1.10.1/modules/rng_philox.py; it holds for as many numbers
// as the card starts threads, which is more than the latents of any picture here.)

import type { NoiseSource } from './noise-source.ts';
import { seedWords } from './torch-cpu.ts';

const rounds = 10;
const multipliers = [0xd2511f53, 0xcd9e8d57] as const;
/** The golden ratio and the square root of 3 less 1, as fractions of 2^32. */
const keySteps = [0x9e3779b9, 0xbb67ae85] as const;

/** Uniform numbers are the middles of 2^32 equal parts; the second scale has float32's digits in the reference. */
const part = 2 ** -32;
const partOfTurn = Math.fround(part * 6.2831855);

type Words = readonly [number, number, number, number];

/**
 * @param seed any safe integer; its low 64 bits are used
 * @throws INVALID_INPUT when the seed is not a safe integer
 */
export function createPhiloxNoise(seed: number): NoiseSource {
  const key = seedWords(seed);
  let draw = 0;
  return {
    normal(count) {
      const values = new Float32Array(count);
      for (let index = 0; index < count; index += 1) {
        const [first, second] = philox([draw, 0, index, 0], key);
        const radius = Math.sqrt(-2 * Math.log(first * part + part / 2));
        values[index] = radius * Math.sin(second * partOfTurn + partOfTurn / 2);
      }
      draw += 1;
      return values;
    },
  };
}

/** One block of Philox4x32-10: four unsigned 32-bit words. */
export function philox(counter: Words, [low, high]: readonly [number, number]): Words {
  let [first, second, third, fourth] = counter;
  let [lowKey, highKey] = [low, high];
  for (let round = 0; round < rounds; round += 1) {
    const firstHigh = highProduct(first, multipliers[0]);
    const firstLow = Math.imul(first, multipliers[0]);
    const thirdHigh = highProduct(third, multipliers[1]);
    const thirdLow = Math.imul(third, multipliers[1]);
    first = (thirdHigh ^ second ^ lowKey) >>> 0;
    second = thirdLow >>> 0;
    third = (firstHigh ^ fourth ^ highKey) >>> 0;
    fourth = firstLow >>> 0;
    lowKey = (lowKey + keySteps[0]) >>> 0;
    highKey = (highKey + keySteps[1]) >>> 0;
  }
  return [first, second, third, fourth];
}

/** The upper 32 bits of a product of two unsigned 32-bit numbers, from halves whose products a double holds exactly. */
function highProduct(a: number, b: number): number {
  const aLow = a & 0xffff;
  const bLow = b & 0xffff;
  const aHigh = a >>> 16;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + Math.floor((aLow * bLow) / 0x10000);
  const other = aLow * bHigh + (middle % 0x10000);
  return aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000);
}
