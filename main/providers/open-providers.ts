// Puts together what computes: what is known of the providers, and the engine that draws by it.

import { join } from 'node:path';
import type { Engine } from '../engine/supervisor.ts';
import type { SettingsService } from '../settings/settings-service.ts';
import type { Store } from '../store/database.ts';
import { createProviderTable } from '../store/provider-table.ts';
import type { RunTimeTable } from '../store/run-time-table.ts';
import { createProviderService, type ProviderService } from './provider-service.ts';
import { createProvidingEngine } from './providing-engine.ts';

export function openProviders(parts: {
  readonly home: string;
  readonly store: Store;
  readonly engine: Engine;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly runTimes: Pick<RunTimeTable, 'ofModel'>;
  readonly version: string;
  readonly log: (line: string) => void;
}): { readonly providers: ProviderService; readonly drawing: Engine } {
  const { home, store, engine, log } = parts;
  const providers = createProviderService({ ...parts, table: createProviderTable(store) });
  return { providers, drawing: createProvidingEngine({ engine, providers, cache: join(home, 'cache'), log }) };
}
