// What every screen knows of the studio behind it: the contract, whether it answers, and what desktop it stands on.

import type { ContractClient } from '../../shared/contract/index.ts';

/** `refused`: the studio answers, but this page has shown it no valid token. */
export type Connection = 'connecting' | 'online' | 'offline' | 'refused';

export interface Platform {
  readonly os: string;
  readonly versions: Readonly<Record<string, string>>;
}

export interface Bridge extends ContractClient {
  /** Null in a plain browser, where there is no file manager and no clipboard of the studio's own. */
  readonly platform: Platform | null;
  connection(): Connection;
  onConnection(listener: () => void): () => void;
  /** Events were missed: everything cached from them may be stale. */
  onResync(listener: () => void): () => void;
  /** Shows the studio another token; only a page in a browser needs it. */
  signIn(token: string): Promise<void>;
  close(): void;
}
