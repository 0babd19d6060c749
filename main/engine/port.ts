// The three-method port between main and an engine host: whatever can carry JSON and be killed can be a host.

import type { EngineCommand } from '../../shared/engine-protocol.ts';

export type HostRole = 'engine' | 'imaging';

/** How a host ended; both are null when it never came to life. */
export interface HostExit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface HostListener {
  /** Anything the host sends, unparsed. */
  message(raw: unknown): void;
  /** Called once, after the last message. */
  exit(how: HostExit): void;
  /** A line the host or its native libraries wrote to stdout or stderr. */
  log?(line: string): void;
}

export interface EnginePort {
  send(command: EngineCommand): void;
  listen(on: HostListener): void;
  /** Ends the process at once, whatever it is doing; `exit` follows. */
  kill(): void;
}

/** @param largestTensorBytes what the host must be able to take in one piece; left out when nobody knows */
export type StartHost = (role: HostRole, largestTensorBytes?: number | null) => EnginePort;
