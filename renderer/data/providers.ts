// What can compute on this machine, and what draws with the default model.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Settings } from '../../shared/domain/settings.ts';
import type { ModelId } from '../../shared/domain/ids.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useFailureToast } from './job-actions.ts';
import { queryKeys } from './query-keys.ts';

/** @param setting what was chosen, which the answer depends on */
export function useProviders(setting: Settings['provider']) {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.providers(setting),
    queryFn: () => bridge.call('providers.get', {}),
    // Pictures drawn meanwhile measure more, and no event tells of it.
    staleTime: 0,
  });
}

/** Tries them all anew. */
export function useProbeProviders(setting: Settings['provider']) {
  const bridge = useBridge();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => bridge.call('providers.probe', {}),
    onSuccess: (found) => cache.setQueryData(queryKeys.providers(setting), found),
    onError: useFailureToast(),
  });
}

/** What draws with one model, and how quick it was. */
export function useModelProvider(model: ModelId) {
  const bridge = useBridge();
  return useQuery({
    queryKey: queryKeys.modelProvider(model),
    queryFn: () => bridge.call('providers.get', { model }),
  });
}
