// The fake studio's ledger of requests: empty until a test says what was asked.

import type { TesseraEvent } from '../../shared/contract/index.ts';
import { NetworkRequest } from '../../shared/domain/network.ts';

export interface FakeNetwork {
  /** A request was made, and ended so. */
  ask(request: Pick<NetworkRequest, 'purpose' | 'origin' | 'outcome' | 'status'>): void;
  answer(input: { readonly limit: number; readonly before: number | null }): unknown;
}

export function createFakeNetwork(send: (event: TesseraEvent) => void): FakeNetwork {
  const requests: NetworkRequest[] = [];
  return {
    ask(request) {
      const isLocal = request.origin.includes('127.0.0.1');
      const row = { ...request, isLocal, number: requests.length + 1, at: new Date().toISOString(), method: 'GET' };
      requests.unshift(NetworkRequest.parse(row));
      send({ name: 'network.requested', data: NetworkRequest.parse(row), sequence: Number.MAX_SAFE_INTEGER });
    },
    answer: ({ limit, before }) => ({
      requests: requests.filter(({ number }) => before === null || number < before).slice(0, limit),
      total: requests.length,
      left: requests.filter(({ isLocal, outcome }) => !isLocal && outcome !== 'refused').length,
    }),
  };
}
