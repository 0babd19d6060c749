// Opens the way out with its ledger in the database, shut or open as the settings say at each request.

import type { EventHub } from '../event-hub.ts';
import type { SettingsService } from '../settings/settings-service.ts';
import type { Store } from '../store/database.ts';
import { createNetworkTable } from '../store/network-table.ts';
import { createNetwork, type Network } from './network.ts';

export function openNetwork(parts: {
  readonly store: Store;
  readonly events: EventHub;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly clock: () => number;
}): Network {
  const { store, events, settings, clock } = parts;
  return createNetwork({ table: createNetworkTable(store), events, isOffline: () => settings.get().offline, clock });
}
