// Chooses the bridge at start: the window's own names where a preload script put them, otherwise HTTP.

import type { Bridge } from './bridge.ts';
import { createHttpBridge } from './http-bridge.ts';
import { createWindowBridge, type ExposedNames } from './window-bridge.ts';

declare global {
  interface Window {
    readonly tessera?: ExposedNames;
  }
}

/** Opens the bridge; a token in the address is traded for a cookie and removed, so that it is not kept in history. */
export async function openBridge(page: Window): Promise<Bridge> {
  if (page.tessera !== undefined) return createWindowBridge(page.tessera);
  const bridge = createHttpBridge({ fetch: page.fetch.bind(page), EventSource: globalThis.EventSource });
  const token = /^#token=(.+)$/.exec(page.location.hash)?.[1];
  if (token !== undefined) {
    page.history.replaceState(null, '', page.location.pathname + page.location.search);
    // A refused token is not lost: the bridge says `refused` and the page asks for another.
    await bridge.signIn(decodeURIComponent(token)).catch(() => undefined);
  }
  return bridge;
}
