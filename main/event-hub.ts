// Announces what happened to everyone who listens, and remembers the last events so that a cut stream can resume.

import type { EventData, EventName, TesseraEvent } from '../shared/contract/index.ts';

/** Some minutes of a busy queue; a client that was away longer reads everything anew instead. */
const remembered = 2000;

export interface EventHub {
  announce<Name extends EventName>(name: Name, data: EventData<Name>): void;
  subscribe(listener: (event: TesseraEvent) => void): () => void;
  /** Events after `sequence`, or null when some of them are forgotten. */
  since(sequence: number): readonly TesseraEvent[] | null;
}

export function createEventHub(options: {
  /** Numbers go on from here. A start by the clock keeps them growing across restarts, so that no client resumes into another life. */
  readonly firstSequence: number;
  readonly onListenerError: (error: unknown) => void;
}): EventHub {
  const listeners = new Set<(event: TesseraEvent) => void>();
  const recent: TesseraEvent[] = [];
  let sequence = options.firstSequence;
  return {
    announce(name, data) {
      sequence += 1;
      const event = { name, data, sequence } as unknown as TesseraEvent;
      recent.push(event);
      if (recent.length > remembered) recent.shift();
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          options.onListenerError(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    since(after) {
      if (after > sequence) return null;
      const oldest = recent[0]?.sequence ?? sequence + 1;
      if (after < oldest - 1) return null;
      return recent.filter((event) => event.sequence > after);
    },
  };
}
