// The bridge of the desktop window: three names the preload script puts on `window.tessera`.

import type { CallName } from '../../shared/contract/index.ts';
import type { Bridge, Platform } from './bridge.ts';
import { createListeners } from './listeners.ts';
import { parseAnswer, parseEvent } from './parse-answer.ts';

/** What preload/index.ts exposes; both sides of the fence keep to this shape. */
export interface ExposedNames {
  call(name: CallName, input: unknown): Promise<unknown>;
  onEvent(listener: (event: unknown) => void): () => void;
  readonly platform: Platform;
}

export function createWindowBridge(exposed: ExposedNames): Bridge {
  const resyncs = createListeners<[]>();
  let lastSequence: number | null = null;
  return {
    platform: exposed.platform,
    // The window lives and dies with its main process, so there is no state in between.
    connection: () => 'online',
    onConnection: () => () => undefined,
    onResync: resyncs.add,
    async call(name, input) {
      return parseAnswer(name, await exposed.call(name, input));
    },
    subscribe(listener) {
      return exposed.onEvent((raw) => {
        const event = parseEvent(raw);
        if (event === null) return;
        // A step back means that the core was opened anew and counts from the start.
        if (lastSequence !== null && event.sequence < lastSequence) resyncs.announce();
        lastSequence = event.sequence;
        listener(event);
      });
    },
    async signIn() {},
    close() {},
  };
}
