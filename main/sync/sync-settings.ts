// Reads and changes the sync settings, kept as one value; what no longer parses switches sync off.

import { type SyncPatch, SyncSettings } from '../../shared/domain/sync.ts';
import type { SettingsTable } from '../store/settings-table.ts';

const settingName = 'sync';

export interface SyncSettingsStore {
  get(): SyncSettings;
  put(settings: SyncSettings): void;
}

export function createSyncSettingsStore(options: {
  readonly table: SettingsTable;
  readonly log: (line: string) => void;
}): SyncSettingsStore {
  let current: SyncSettings | null = null;

  function read(): SyncSettings {
    const text = options.table.all()[settingName];
    if (text === undefined) return SyncSettings.parse({});
    try {
      return SyncSettings.parse(JSON.parse(text));
    } catch {
      options.log('the sync settings are unreadable; sync is off until they are set again');
      return SyncSettings.parse({});
    }
  }

  return {
    get: () => (current ??= read()),
    put(settings) {
      options.table.put(settingName, JSON.stringify(settings));
      current = settings;
    },
  };
}

/** Only what the patch names changes. */
export function patched(settings: SyncSettings, patch: Omit<SyncPatch, 'secrets'>): SyncSettings {
  return SyncSettings.parse({
    ...settings,
    ...patch,
    cloud: { ...settings.cloud, ...patch.cloud },
    webhook: { ...settings.webhook, ...patch.webhook },
    s3: { ...settings.s3, ...patch.s3 },
  });
}
