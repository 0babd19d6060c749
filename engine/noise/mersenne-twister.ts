// MT19937: the 32-bit uniform generator behind torch's CPU random numbers.
//
// M. Matsumoto and T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random number
// generator", ACM TOMACS 8(1), 1998.
//   n -> stateSize   m -> middleWord   a -> twistMatrix   b, c -> temperingMasks

const stateSize = 624;
const middleWord = 397;
const twistMatrix = 0x9908b0df;
const temperingMaskB = 0x9d2c5680;
const temperingMaskC = 0xefc60000;
/** Knuth's multiplier, as in the authors' 2002 initialisation. */
const initialisationMultiplier = 1812433253;

/** A stateful source of unsigned 32-bit integers. */
export type UniformUint32 = () => number;

/** @param seed unsigned 32-bit integer */
export function createMersenneTwister(seed: number): UniformUint32 {
  const state = new Uint32Array(stateSize);
  let previous = seed >>> 0;
  state[0] = previous;
  for (let word = 1; word < stateSize; word += 1) {
    previous = (Math.imul(initialisationMultiplier, previous ^ (previous >>> 30)) + word) >>> 0;
    state[word] = previous;
  }
  let position = stateSize;

  return function next(): number {
    if (position === stateSize) {
      regenerate(state);
      position = 0;
    }
    // position is below stateSize by the lines above, so the word exists.
    let word = state[position]!;
    position += 1;
    word ^= word >>> 11;
    word ^= (word << 7) & temperingMaskB;
    word ^= (word << 15) & temperingMaskC;
    word ^= word >>> 18;
    return word >>> 0;
  };
}

function regenerate(state: Uint32Array): void {
  for (let word = 0; word < stateSize; word += 1) {
    // All indices are taken modulo stateSize, the length of the array.
    const joined = (state[word]! & 0x80000000) | (state[(word + 1) % stateSize]! & 0x7fffffff);
    const twisted = (joined >>> 1) ^ ((joined & 1) === 1 ? twistMatrix : 0);
    state[word] = state[(word + middleWord) % stateSize]! ^ twisted;
  }
}
