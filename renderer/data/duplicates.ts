// Groups of near-equal pictures, read again whenever the library was rearranged.

import { useQuery } from '@tanstack/react-query';
import { useBridge } from '../bridge/bridge-context.tsx';
import { queryKeys } from './query-keys.ts';

export function useDuplicates() {
  const bridge = useBridge();
  return useQuery({ queryKey: queryKeys.duplicates, queryFn: () => bridge.call('library.duplicates', {}) });
}
