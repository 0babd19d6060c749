// Lets the core finish its last write before the process goes.

import type { App } from 'electron';
import type { Core } from '../core.ts';

/** A core that hangs must not keep a window-less process alive; whatever it missed continues at the next start. */
const patienceMs = 5_000;

/** The windows are gone by the time this runs, so quitting feels immediate however long the core takes. */
export function closeBeforeQuit(app: App, core: Pick<Core, 'close'>, log: (line: string) => void): void {
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    const patience = setTimeout(() => {
      log(`closing took longer than ${patienceMs / 1000} seconds; leaving`);
      app.exit(0);
    }, patienceMs);
    core
      .close()
      .catch((cause: unknown) => log(`closing failed: ${cause instanceof Error ? cause.message : String(cause)}`))
      .finally(() => {
        clearTimeout(patience);
        app.exit(0);
      });
  });
}
