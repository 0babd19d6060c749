// Reads and changes the settings; a stored value that no longer parses falls back to its default.

import { Settings, type SettingsPatch } from '../../shared/domain/settings.ts';
import type { EventHub } from '../event-hub.ts';
import type { Store } from '../store/database.ts';
import type { SettingsTable } from '../store/settings-table.ts';

export interface SettingsService {
  get(): Settings;
  set(patch: SettingsPatch): Settings;
}

export function createSettingsService(options: {
  readonly store: Store;
  readonly table: SettingsTable;
  readonly events: EventHub;
  readonly log: (line: string) => void;
}): SettingsService {
  const get = (): Settings => {
    const known: Record<string, unknown> = {};
    for (const [name, text] of Object.entries(options.table.all())) {
      if (name in Settings.shape) known[name] = parseJson(text);
    }
    const parsed = Settings.safeParse(known);
    if (parsed.success) return parsed.data;
    const bad = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
    options.log(`settings with unreadable values use their defaults: ${[...bad].join(', ')}`);
    return Settings.parse(Object.fromEntries(Object.entries(known).filter(([name]) => !bad.has(name))));
  };
  return {
    get,
    set(patch) {
      options.store.transaction('settings.set', () => {
        for (const [name, value] of Object.entries(patch)) options.table.put(name, JSON.stringify(value));
      });
      const settings = get();
      options.events.announce('settings.changed', settings);
      return settings;
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
