// What the page sees of the app: three names, and nothing of Electron behind them.

import { contextBridge, ipcRenderer } from 'electron';

/** Spelled out here because a preload script may not import from main; a test compares them. */
const callChannel = 'tessera:call';
const eventsChannel = 'tessera:events';

const listeners = new Set<(event: unknown) => void>();

// Sent before the page's first call, on the same pipe: no event between subscribing and that call's answer is missed.
const channel = new MessageChannel();
channel.port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  for (const listener of listeners) listener(data);
});
channel.port1.start();
ipcRenderer.postMessage(eventsChannel, null, [channel.port2]);

contextBridge.exposeInMainWorld(
  'tessera',
  Object.freeze({
    /** Makes a call of the contract; main parses everything, this only keeps strangers' types off the wire. */
    async call(name: unknown, input: unknown): Promise<unknown> {
      if (typeof name !== 'string') throw new TypeError('a call is named by a string');
      const answer: unknown = await ipcRenderer.invoke(callChannel, name, JSON.stringify(input ?? {}));
      return answer;
    },
    /** Hands every event to `listener` until the returned function is called. */
    onEvent(listener: (event: unknown) => void): () => void {
      if (typeof listener !== 'function') throw new TypeError('events are handed to a function');
      const hand = (event: unknown): void => listener(event);
      listeners.add(hand);
      return () => {
        listeners.delete(hand);
      };
    },
    platform: Object.freeze({
      os: process.platform,
      versions: Object.freeze({
        electron: process.versions.electron,
        chrome: process.versions.chrome,
        node: process.versions.node,
      }),
    }),
  }),
);
