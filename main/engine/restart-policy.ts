// When a host that died may be started again: backoff first, and a pause when it keeps dying.

export interface RestartLimits {
  /** Wait before the first restart; doubles with every crash in a row. */
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
  /** So many crashes in a row, with nothing finished between them, open the breaker. */
  readonly crashesInARow: number;
  /** How long the breaker stays open; then one start is tried. */
  readonly pauseMs: number;
  /** A crash this long ago says nothing about the next start. */
  readonly forgetMs: number;
}

export const defaultRestartLimits: RestartLimits = {
  backoffMs: 200,
  backoffMaxMs: 5_000,
  crashesInARow: 5,
  pauseMs: 60_000,
  forgetMs: 300_000,
};

export interface RestartPolicy {
  /** @returns milliseconds to wait before the next start */
  delayMs(now: number): number;
  /** @returns crashes in a row and milliseconds until a start is tried again, or null while the breaker is closed */
  broken(now: number): { readonly crashes: number; readonly pauseMs: number } | null;
  /** Whether the host died lately and has done nothing useful since. */
  fallen(now: number): boolean;
  crashed(now: number): void;
  /** The host did something useful: whatever killed it before, it is not dying in a loop. */
  worked(): void;
}

export function createRestartPolicy(limits: RestartLimits): RestartPolicy {
  let crashes = 0;
  let lastCrash = 0;
  return {
    delayMs(now) {
      if (crashes === 0) return 0;
      const wait = Math.min(limits.backoffMs * 2 ** (crashes - 1), limits.backoffMaxMs);
      return Math.max(0, lastCrash + wait - now);
    },
    broken(now) {
      const pauseMs = lastCrash + limits.pauseMs - now;
      return crashes >= limits.crashesInARow && pauseMs > 0 ? { crashes, pauseMs } : null;
    },
    fallen: (now) => crashes > 0 && now - lastCrash <= limits.forgetMs,
    crashed(now) {
      crashes = now - lastCrash > limits.forgetMs ? 1 : crashes + 1;
      lastCrash = now;
    },
    worked() {
      crashes = 0;
    },
  };
}
