// Hands the bridge to every screen, so that none of them knows which door it stands behind.

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { Bridge, Connection } from './bridge.ts';

const BridgeContext = createContext<Bridge | null>(null);

export function BridgeProvider({ bridge, children }: { readonly bridge: Bridge; readonly children: ReactNode }) {
  return <BridgeContext value={bridge}>{children}</BridgeContext>;
}

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (bridge === null) throw new Error('no bridge above this component');
  return bridge;
}

export function useConnection(): Connection {
  const bridge = useBridge();
  return useSyncExternalStore(bridge.onConnection, bridge.connection);
}
