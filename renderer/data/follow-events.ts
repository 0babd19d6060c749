// Ties the bridge to the cache: events patch it, missed events and a new session make it ask again.

import type { QueryClient } from '@tanstack/react-query';
import type { Bridge } from '../bridge/bridge.ts';
import { applyEvent } from './apply-event.ts';

/** Returns the way to stop. */
export function followEvents(bridge: Bridge, cache: QueryClient): () => void {
  let lastConnection = bridge.connection();
  const stops = [
    bridge.subscribe((event) => applyEvent(cache, event)),
    bridge.onResync(() => void cache.invalidateQueries()),
    bridge.onConnection(() => {
      const connection = bridge.connection();
      // What failed while the studio was away or the token was missing is asked for again at once.
      if (connection === 'online' && lastConnection !== 'online') void cache.invalidateQueries();
      lastConnection = connection;
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
