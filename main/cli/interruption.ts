// Ctrl+C: the first asks the command to stop in good order, the second stops at once.

/** The exit code shells use for a process ended by SIGINT. */
const interruptedExit = 130;

/** @returns a signal that aborts at the first SIGINT or SIGTERM; engine hosts are killed by their own exit hook */
export function onInterruption(remark: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(interruptedExit);
    controller.abort();
    remark('Stopping. Press Ctrl+C again to stop at once.');
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
