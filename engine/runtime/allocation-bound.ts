// What a kind of host may not take in one piece, and what is said to main, which can start another kind.

import { TesseraError } from '../../shared/errors.ts';

/** Tells main what is needed, which starts a host without such a bound where there is one: main/engine/host-choice.ts. */
export function tooLargeForHost(largestTensorBytes: number): TesseraError {
  return new TesseraError(
    'OUT_OF_MEMORY',
    'A picture of this size needs more memory in one piece than this kind of engine host may take. Choose a smaller size, or the plain Node host in Settings.',
    { details: { largestTensorBytes } },
  );
}
