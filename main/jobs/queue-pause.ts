// Whether the whole queue rests; kept in the database, so that a restart does not begin what was to wait.

import type { SettingsTable } from '../store/settings-table.ts';

export interface QueuePause {
  isPaused(): boolean;
  set(paused: boolean): void;
}

const name = 'queuePaused';

export function createQueuePause(table: SettingsTable): QueuePause {
  let paused = table.all()[name] === 'true';
  return {
    isPaused: () => paused,
    set(next) {
      table.put(name, String(next));
      paused = next;
    },
  };
}
