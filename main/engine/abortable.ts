// Waiting that a signal can end early; the work itself goes on unheard.

/** Settles as `promise` does, or rejects with the signal's reason as soon as it fires. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    const heard = () => signal.removeEventListener('abort', abort);
    promise.then(
      (value) => {
        heard();
        resolve(value);
      },
      (error: unknown) => {
        heard();
        reject(error);
      },
    );
  });
}
