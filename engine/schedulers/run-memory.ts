// What an algorithm remembers of the turns before, newest first.

import { TesseraError } from '../../shared/errors.ts';

export interface RunMemory<Entry> {
  /** What the steps right before `index` left; nothing when the run starts at `index`, or starts over there. */
  before(index: number): readonly Entry[];
  /** Keeps what step `index` leaves and answers with everything the run now remembers. */
  keep(index: number, entry: Entry): readonly Entry[];
}

/** @param limit how many steps back the algorithm looks, its present step included */
export function createRunMemory<Entry>(limit: number): RunMemory<Entry> {
  let newest: number | undefined;
  let entries: readonly Entry[] = [];

  function before(index: number): readonly Entry[] {
    // Only an unbroken run counts, so that a run that starts over, or late, starts with nothing.
    return newest !== undefined && index === newest + 1 ? entries : [];
  }

  return {
    before,
    keep(index, entry) {
      entries = [entry, ...before(index)].slice(0, limit);
      newest = index;
      return entries;
    },
  };
}

/**
 * What the first half of a two-turn step left for the second.
 * @throws INTERNAL when a run starts in the middle of a step
 */
export function firstHalf<Entry>(memory: RunMemory<Entry>, index: number): Entry {
  const [half] = memory.before(index);
  if (half !== undefined) return half;
  throw new TesseraError('INTERNAL', 'A sampling run started in the middle of a step.', { details: { index } });
}
