// How a host reaches the process that started it: Electron's parent port in a utility process, Node's channel otherwise.

import type { EngineEvent } from '../shared/engine-protocol.ts';

export interface HostTransport {
  send(event: EngineEvent): void;
  onMessage(listener: (raw: unknown) => void): void;
  /** The parent is gone: nobody will hear the results or say when to stop. */
  onClose(listener: () => void): void;
}

/** The part of Electron's ParentPort that is used; Electron's types stay outside the engine. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/** @returns null when nobody is at the other end, as when a person starts the file by hand */
export function connectTransport(host: NodeJS.Process): HostTransport | null {
  const parentPort = (host as { readonly parentPort?: ParentPort }).parentPort;
  if (parentPort !== undefined) return overParentPort(parentPort);
  return host.send === undefined ? null : overNodeChannel(host);
}

function overParentPort(port: ParentPort): HostTransport {
  return {
    send: (event) => port.postMessage(event),
    onMessage: (listener) => port.on('message', (event) => listener(event.data)),
    onClose: (listener) => port.on('close', listener),
  };
}

function overNodeChannel(host: NodeJS.Process): HostTransport {
  let close = () => {};
  host.on('disconnect', () => close());
  return {
    send(event) {
      // A broken pipe is the same news as a closed channel, only sooner.
      host.send?.(event, undefined, undefined, (error) => {
        if (error !== null) close();
      });
    },
    onMessage: (listener) => host.on('message', listener),
    onClose(listener) {
      close = listener;
    },
  };
}
