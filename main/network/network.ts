// The one way out to other computers: refuses all of them in offline mode, and writes each request into the ledger.

import type { CallOutput } from '../../shared/contract/index.ts';
import type { NetworkOutcome, NetworkPurpose } from '../../shared/domain/network.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { NetworkTable } from '../store/network-table.ts';

export interface Asked {
  readonly purpose: NetworkPurpose;
  readonly method: string;
  readonly url: URL;
}

export interface Network {
  /** Redirects are an error unless `init` says that it looks at them itself. @throws OFFLINE, and what fetch throws */
  fetch(url: URL | string, init: RequestInit, purpose: NetworkPurpose): Promise<Response>;
  /** A request that is made in another way than by fetch. @param statusOf the answer's HTTP status. @throws OFFLINE, and what `work` throws */
  account<Answer>(
    asked: Asked,
    work: () => Promise<Answer>,
    statusOf: (answer: Answer) => number | null,
  ): Promise<Answer>;
  /** For what must precede a request, such as looking up its host. @throws OFFLINE */
  assertOpen(asked: Asked): void;
  isOffline(): boolean;
  requests(options: { readonly limit: number; readonly before: number | null }): CallOutput<'network.requests'>;
}

export function createNetwork(options: {
  readonly table: NetworkTable;
  readonly events: EventHub;
  readonly isOffline: () => boolean;
  readonly clock: () => number;
}): Network {
  const { table, events, isOffline } = options;

  function begin({ purpose, method, url }: Asked, outcome: NetworkOutcome): number {
    const at = new Date(options.clock()).toISOString();
    const row = table.insert({ at, purpose, method, origin: url.origin, isLocal: isLocal(url), outcome });
    events.announce('network.requested', row);
    return row.number;
  }

  function complete(number: number, outcome: NetworkOutcome, status: number | null): void {
    events.announce('network.requested', table.complete(number, outcome, status));
  }

  function assertOpen(asked: Asked): void {
    if (!isOffline() || isLocal(asked.url)) return;
    begin(asked, 'refused');
    throw new TesseraError(
      'OFFLINE',
      `Offline mode is on, so ${asked.url.host} was not asked. Switch it off in Settings > Privacy, then try again.`,
      { details: { host: asked.url.host } },
    );
  }

  async function account<Answer>(
    asked: Asked,
    work: () => Promise<Answer>,
    statusOf: (answer: Answer) => number | null,
  ): Promise<Answer> {
    assertOpen(asked);
    const number = begin(asked, 'under-way');
    try {
      const answer = await work();
      complete(number, 'answered', statusOf(answer));
      return answer;
    } catch (thrown) {
      complete(number, 'failed', null);
      throw thrown;
    }
  }

  return {
    account,
    assertOpen,
    isOffline,
    fetch: (address, init, purpose) => {
      const url = new URL(address);
      return account(
        { purpose, method: init.method ?? 'GET', url },
        () => fetch(url, { redirect: 'error', ...init }),
        ({ status }) => status,
      );
    },
    requests: ({ limit, before }) => ({ requests: table.page({ limit, before }), ...table.counts() }),
  };
}

/** Names and numbers that every system keeps for itself (RFC 6761, RFC 1122, RFC 4291). */
function isLocal({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
