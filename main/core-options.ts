// What the composition root is told by whoever opens it.

import type { Desktop } from './desktop.ts';
import type { StartHost } from './engine/port.ts';
import type { ForcedRetries } from './retry-environment.ts';
import type { SecretBox } from './secrets/secret-box.ts';

export interface CoreOptions {
  /** The data folder; made when missing. */
  readonly home: string;
  readonly resources: string;
  readonly version: string;
  readonly startHost: StartHost;
  readonly desktop: Desktop | null;
  /** better-sqlite3's compiled addon, where the one it finds by itself does not load. */
  readonly sqliteBinding?: string | undefined;
  /** What seals secrets; left out, a key in a file that only its owner can read. */
  readonly secretBox?: SecretBox;
  /** How failed jobs are tried again, where that is not for Settings to say. */
  readonly retries?: ForcedRetries;
  /** Puts a backup in the database's place before it is opened; null takes the newest that is sound. */
  readonly restore?: { readonly backup: string | null } | undefined;
  readonly clock?: () => number;
  readonly newId?: () => string;
  readonly randomSeed?: () => number;
}
