// Ctrl+C: the first asks the command to stop in good order, a second one stops it at once.

/** The exit code shells use for a process ended by SIGINT. */
const interruptedExit = 130;

/**
 * One press can arrive more than once: the terminal sends it to the whole group, and npm passes it on to its child.
 * Whoever presses again because nothing happens takes longer than this.
 */
const samePressMs = 500;

export interface InterruptionOptions {
  /** The process, which announces SIGINT and SIGTERM and can end itself; engine hosts end by its exit hook. */
  readonly process: {
    on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
    exit(code: number): void;
  };
  readonly clock: () => number;
  readonly remark: (line: string) => void;
}

/** @returns a signal that aborts at the first SIGINT or SIGTERM */
export function onInterruption({ process, clock, remark }: InterruptionOptions): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  const stop = () => {
    if (!controller.signal.aborted) {
      firstAt = clock();
      controller.abort();
      remark('Stopping. Press Ctrl+C again to stop at once.');
    } else if (clock() - firstAt > samePressMs) {
      process.exit(interruptedExit);
    }
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
