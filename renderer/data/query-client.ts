// The cache of answers: filled by calls, kept fresh by events.

import { QueryClient } from '@tanstack/react-query';
import { errorCatalogue, TesseraError } from '../../shared/errors.ts';

const attempts = 3;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Events say when something changed; age alone proves nothing.
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // The studio is on this machine: whether the machine is on the internet says nothing about it.
        networkMode: 'always',
        retry: (failures, error) =>
          failures < attempts && error instanceof TesseraError && errorCatalogue[error.code].retryable,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
