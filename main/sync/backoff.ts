// How long to wait before trying again: twice as long each time, spread out so that many do not come back at once.

/** A receiver that restarts is back within seconds. */
const firstDelayMs = 2_000;
/** One that is away for the night is found again within the hour. */
const longestDelayMs = 3_600_000;

/**
 * Exponential backoff with equal jitter: half of the delay is certain, half is chance.
 * @param tries how often it failed so far, from 1
 * @param random 0..1
 */
export function backoffMs(tries: number, random: number): number {
  const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** (tries - 1));
  return Math.round(delay / 2 + (delay / 2) * random);
}
