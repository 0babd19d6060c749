// The moments to strike at: after a while, or the instant a file of the data folder or an event shows where the studio is.

import { existsSync, type FSWatcher, mkdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { HeardEvent } from './studio-under-fire.ts';

/** What is waited for; `after` is how many more of it go by first, or milliseconds for `while`. */
export interface Moment {
  readonly kind: 'while' | 'half written' | 'renamed' | 'commit' | 'progress' | 'announced';
  readonly after: number;
}

/** What does not come within this time is not waited for: the blow then falls wherever the studio is. */
const longestWaitMs = 4_000;

export interface Moments {
  /** Calls `strike` at the moment, from within the notice of it, and resolves then. */
  at(moment: Moment, strike: () => void): Promise<void>;
  heard(event: HeardEvent): void;
  close(): void;
}

export function createMoments(home: string): Moments {
  // The day's own folder, because a watcher of all below the library tells too late. Past midnight, blows fall by the clock.
  const today = join(home, 'library', ...new Date().toISOString().slice(0, 10).split('-'));
  mkdirSync(today, { recursive: true });
  let notice: (seen: Moment['kind']) => void = () => {};
  const watchers: FSWatcher[] = [
    watch(today, (_kind, name) => {
      if (name === null) return;
      if (name.endsWith('.part')) notice('half written');
      else if (name.endsWith('.png') && existsSync(join(today, name))) notice('renamed');
    }),
    watch(home, (_kind, name) => {
      if (name === 'tessera.db-wal') notice('commit');
    }),
  ];
  return {
    at: ({ kind, after }, strike) =>
      new Promise((resolve) => {
        let left = after;
        const timer = setTimeout(fall, kind === 'while' ? after : longestWaitMs);
        function fall(): void {
          clearTimeout(timer);
          notice = () => {};
          strike();
          resolve();
        }
        notice = (seen) => {
          if (seen !== kind) return;
          left -= 1;
          if (left < 0) fall();
        };
      }),
    heard(event) {
      const finished = event.name === 'job.changed' && event.data.images.some(({ state }) => state === 'ready');
      notice(finished ? 'announced' : 'progress');
    },
    close() {
      for (const watcher of watchers) watcher.close();
    },
  };
}
